package io.tollgate.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.GatewayIT;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;
import reactor.core.publisher.Flux;

/** What a caller is told who gets it wrong. */
class ProblemIT extends GatewayIT {

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
      {                                       | malformed-body  |
      {"isvId":"a","isvId":"b","name":"x"}    | malformed-body  |
      {"isvId":"a","name":"x"} {}             | invalid-request |
      []                                      | invalid-request |
      "text"                                  | invalid-request |
      null                                    | malformed-body  |
      {"isvId":{},"name":"x"}                 | invalid-request | /isvId
      {"isvId":["a"],"name":"x"}              | invalid-request | /isvId
      {"isvId":"a"}                           | invalid-request | /name
      {"isvId":"a","name":"  "}               | invalid-request | /name
      {"isvId":"a","name":"x","e":{"f":1}}    | unknown-member  | /e
      """)
  void saysOfABodyWhatIsWrongWithIt(String body, String name, String pointer) {
    var answer = post("/ops/v1/isvs", body)
        .expectStatus()
        .isBadRequest()
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("urn:tollgate:problem:" + name)
        .jsonPath("$.status")
        .isEqualTo(400)
        .jsonPath("$.detail")
        .isNotEmpty();
    if (pointer != null) {
      answer.jsonPath("$.errors[0].pointer").isEqualTo(pointer);
    }
  }

  @Test
  void namesTheValuesThatAreAllowed() {
    post("/ops/v1/isvs/x/keys", "{\"kind\":\"GOLD\"}")
        .expectStatus()
        .isBadRequest()
        .expectBody()
        .jsonPath("$.errors[0].pointer")
        .isEqualTo("/kind")
        .jsonPath("$.errors[0].detail")
        .isEqualTo("kind: GOLD (expected: one of BASIC, KIT, AKSK)");
  }

  @Test
  void saysWhichTypeOfBodyIsExpected() {
    operator()
        .post()
        .uri("/ops/v1/isvs")
        .contentType(MediaType.TEXT_PLAIN)
        .bodyValue("x")
        .exchange()
        .expectStatus()
        .isEqualTo(415)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("urn:tollgate:problem:unsupported-media-type");
    operator().post().uri("/ops/v1/isvs").exchange().expectStatus().is4xxClientError();
  }

  @Test
  void saysWhichMethodsAreAllowed() {
    operator()
        .put()
        .uri("/ops/v1/isvs")
        .exchange()
        .expectStatus()
        .isEqualTo(405)
        .expectHeader()
        .valueMatches("Allow", "(GET|POST), ?(GET|POST)")
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("urn:tollgate:problem:method-not-allowed");
  }

  @Test
  void neverShowsWhatHappensInside() {
    for (var path : new String[] {
      "/ops/v1/isvs/%00", "/ops/v1/isvs?after=%F0%9F%98%80", "/ops/v1/isvs?limit=9999999999999"
    }) {
      var answer = operator()
          .get()
          .uri(URI.create(address() + path))
          .exchange()
          .expectStatus()
          .is4xxClientError()
          .expectBody(String.class)
          .returnResult()
          .getResponseBody();

      assertThat(answer).doesNotContain("Exception", "io.tollgate", "org.springframework");
    }
  }

  @Test
  void stopsABodyThatDoesNotSayHowLargeItIs() {
    operator()
        .post()
        .uri("/ops/v1/isvs")
        .contentType(MediaType.APPLICATION_JSON)
        .body(Flux.range(0, 2_000).map(i -> "x".repeat(1_024)), String.class)
        .exchange()
        .expectStatus()
        .isEqualTo(413);
  }

  private ResponseSpec post(String path, String body) {
    return operator()
        .post()
        .uri(path)
        .contentType(MediaType.APPLICATION_JSON)
        .bodyValue(body)
        .exchange();
  }
}
