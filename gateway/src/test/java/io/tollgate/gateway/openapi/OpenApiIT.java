package io.tollgate.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.GatewayIT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Holds {@code docs/reference/openapi} to the handlers. {@code -Dtollgate.docs=write} writes the
 * documents anew.
 */
class OpenApiIT extends GatewayIT {

  private static final Path FOLDER = Path.of("../docs/reference/openapi");

  @ParameterizedTest
  @EnumSource(Face.class)
  void theDocumentSaysWhatTheHandlersServe(Face face) throws IOException {
    var served = anyone()
        .get()
        .uri("/openapi/{name}.yaml", face.fileName())
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody(String.class)
        .returnResult()
        .getResponseBody();
    assertThat(served).isNotNull();
    var document = FOLDER.resolve(face.fileName() + ".yaml");
    if ("write".equals(System.getProperty("tollgate.docs"))) {
      Files.createDirectories(FOLDER);
      Files.writeString(document, served);
    }

    assertThat(Files.readString(document))
        .as(document + "; write it anew with -Dit.test=OpenApiIT -Dtollgate.docs=write")
        .isEqualTo(served);
  }

  @Test
  void thereIsNoDocumentOfAnythingElse() {
    anyone().get().uri("/openapi/secrets.yaml").exchange().expectStatus().isNotFound();
  }
}
