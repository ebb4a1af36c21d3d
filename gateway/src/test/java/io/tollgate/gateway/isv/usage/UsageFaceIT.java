package io.tollgate.gateway.isv.usage;

import static io.tollgate.gateway.isv.usage.PushingIsv.body;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.gateway.isv.IsvFaceIT;
import io.tollgate.gateway.isv.SignedCalls;
import io.tollgate.gateway.protocol.codes.RequestCode;
import io.tollgate.metering.clock.BusinessClock;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.reactive.server.WebTestClient.BodyContentSpec;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** A test of the two usage pushes: two ISVs of their own, and both paths. */
abstract class UsageFaceIT extends IsvFaceIT {

  static final String OLD_PATH = "/rest/marketplace/v1/isv/usage-data";

  @Autowired
  private BusinessClock clock;

  PushingIsv isv;
  PushingIsv otherIsv;

  @BeforeEach
  final void register() {
    isv = pushingIsv();
    otherIsv = pushingIsv();
  }

  final PushingIsv pushingIsv() {
    return new PushingIsv(stores, operator(), anyone(), clock.now());
  }

  /** Pushes on the old path, signed with an AK/SK. */
  final ResponseSpec pushOld(SignedCalls calls, RecordText... records) {
    return pushOld(calls, body(records));
  }

  final ResponseSpec pushOld(SignedCalls calls, String body) {
    var uri = URI.create(address() + OLD_PATH);
    return sendOld(uri, body, calls.headers("POST", uri, body, Map.of(), Instant.now()));
  }

  final ResponseSpec sendOld(URI uri, String body, HttpHeaders headers) {
    return anyone()
        .post()
        .uri(uri)
        .headers(all -> all.addAll(headers))
        .header("Content-Type", "application/json")
        .bodyValue(body.getBytes(UTF_8))
        .exchange();
  }

  static BodyContentSpec expect(ResponseSpec reply, RequestCode code) {
    return expect(reply, code.httpStatus(), code);
  }

  /** For the two faults that have a status of their own: 413 and 503. */
  static BodyContentSpec expect(ResponseSpec reply, int status, RequestCode code) {
    return reply
        .expectStatus()
        .isEqualTo(status)
        .expectBody()
        .jsonPath("$.error_code")
        .isEqualTo(code.code());
  }
}
