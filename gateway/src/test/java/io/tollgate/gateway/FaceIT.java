package io.tollgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;

/** What every face answers before it has anything of its own to say. */
class FaceIT extends GatewayIT {

  @Test
  void isReadyOnceItAnswers() {
    management()
        .get()
        .uri("/actuator/health/readiness")
        .exchange()
        .expectStatus()
        .isOk();
    management()
        .get()
        .uri("/actuator/health/liveness")
        .exchange()
        .expectStatus()
        .isOk();
    management()
        .get()
        .uri("/actuator/prometheus")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody(String.class)
        .value(metrics -> assertThat(metrics).contains("jvm_memory_used_bytes"));
  }

  @Test
  void asksForATokenWhereThereIsNoneOrAForeignOne() {
    for (var caller : List.of(anyone(), withToken("guessed"))) {
      caller
          .get()
          .uri("/ops/v1/nothing")
          .exchange()
          .expectStatus()
          .isUnauthorized()
          .expectHeader()
          .valueEquals("WWW-Authenticate", "Bearer")
          .expectHeader()
          .contentType(MediaType.APPLICATION_PROBLEM_JSON)
          .expectBody()
          .jsonPath("$.type")
          .isEqualTo("urn:tollgate:problem:unauthenticated")
          .jsonPath("$.status")
          .isEqualTo(401);
    }
  }

  @Test
  void letsEachRoleOnItsOwnFaceAndTheAuditorReadBoth() {
    billing().get().uri("/ops/v1/nothing").exchange().expectStatus().isForbidden();
    operator().get().uri("/billing/v1/nothing").exchange().expectStatus().isForbidden();
    auditor().post().uri("/ops/v1/nothing").exchange().expectStatus().isForbidden();
    auditor().post().uri("/billing/v1/nothing").exchange().expectStatus().isForbidden();
    auditor().get().uri("/ops/v1/nothing").exchange().expectStatus().isNotFound();
    auditor().get().uri("/billing/v1/nothing").exchange().expectStatus().isNotFound();
  }

  @Test
  void saysAsAProblemThatAPathDoesNotExist() {
    operator()
        .get()
        .uri("/ops/v1/nothing")
        .exchange()
        .expectStatus()
        .isNotFound()
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("urn:tollgate:problem:not-found")
        .jsonPath("$.instance")
        .isEqualTo("/ops/v1/nothing");
  }

  @Test
  void refusesABodyOverOneMebibyte() {
    operator()
        .post()
        .uri("/ops/v1/nothing")
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue("x".repeat((1 << 20) + 1))
        .exchange()
        .expectStatus()
        .isEqualTo(413)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("urn:tollgate:problem:too-large");
  }
}
