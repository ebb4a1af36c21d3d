package io.tollgate.gateway.isv.license;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.Holdings;
import io.tollgate.gateway.isv.SignedCalls;
import io.tollgate.gateway.protocol.codes.LicenseCode;
import io.tollgate.gateway.protocol.codes.RequestCode;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/**
 * Every row of the table of licence codes, reached on every path that sends it. A code that is new
 * to the table does not compile here until it has a case.
 */
class LicenseCodesIT extends LicenseFaceIT {

  private static final String OF_NOBODY = "LC-nobody";

  private Seller seller;
  private String issued;

  @BeforeEach
  void prepare() throws Exception {
    seller = seller();
    issued = license(seller);
  }

  @ParameterizedTest
  @EnumSource
  void everyCodeIsReachedAndARefusedCallChangesNothing(LicenseCode code) throws Exception {
    for (var attempt : attempts(code)) {
      attempt.arrange().run();
      var before = Holdings.of(stores);

      var reply = attempt.send().get();

      reply
          .expectStatus()
          .isEqualTo(code.httpStatus())
          .expectBody()
          .jsonPath("$.error_code")
          .isEqualTo(code.code());
      attempt.tidy().run();
      assertThat(Holdings.of(stores))
          .as(attempt.name())
          .isEqualTo(attempt.effect().apply(before));
    }
  }

  private List<Attempt> attempts(LicenseCode code) throws Exception {
    return switch (code) {
      case SUCCESS ->
        List.of(
            attempt("activate", () -> call(ACTIVATE, issued)).leaving(Holdings::withActivation),
            attempt("beat", () -> call(HEARTBEAT, issued)).leaving(Holdings::withHeartbeat),
            attempt("beat of a batch", () -> call(HEARTBEAT_BATCH, issued)));
      case INTERNAL_ERROR ->
        List.of(
            withoutHeartbeats("beat", () -> call(HEARTBEAT, issued)),
            withoutHeartbeats("beat of a batch", () -> call(HEARTBEAT_BATCH, issued)));
      case INVALID_PARAM ->
        List.of(attempt(
            "in effect before its order",
            () -> send(ACTIVATE, activation(issued, "20200101000000"))));
      case ILLEGAL_STATE -> {
        call(ACTIVATE, issued);
        yield List.of(attempt("activated twice", () -> call(ACTIVATE, issued)));
      }
      case NOT_RECEIVED -> {
        var withheld = supervised(seller);
        yield List.of(attempt("activate", () -> call(ACTIVATE, withheld)));
      }
      case NOT_FOUND -> {
        var foreign = license(seller());
        yield List.of(
            attempt("activate nobody's", () -> call(ACTIVATE, OF_NOBODY)),
            attempt("activate another ISV's", () -> call(ACTIVATE, foreign)),
            attempt("beat of another ISV's", () -> call(HEARTBEAT, foreign)));
      }
      case NOT_ACTIVATED -> List.of(attempt("beat", () -> call(HEARTBEAT, issued)));
      case INVALID_LICENSE_IN_BATCH ->
        List.of(
            attempt("activate", () -> call(ACTIVATE_BATCH, issued + "," + OF_NOBODY)),
            attempt("beat", () -> call(HEARTBEAT_BATCH, issued)));
      case REQUEST_INVALID ->
        List.of(
            bad("[]"),
            bad("{}"),
            bad("{\"license\":7}"),
            bad("{\"license\":\"two words\"}"),
            bad("{\"license\":\"" + "x".repeat(65) + "\"}"),
            bad("{\"license\":\"x\",\"real_effect_time\":20260101000000}"),
            bad("{\"license\":\"x\",\"real_effect_time\":\"20260230000000\"}"),
            bad("{\"license\":\"x\",\"heartbeatInfo\":\"y\"}"),
            bad("{\"license\":\"x\",\"heartbeatInfo\":{\"ip\":\"192.0.2.7\"}}"));
      case METHOD_NOT_SUPPORTED ->
        PATHS.stream()
            .map(path -> attempt(path, () -> send(HttpMethod.PUT, path, JSON_TYPE)))
            .toList();
      case CONTENT_TYPE_NOT_SUPPORTED ->
        PATHS.stream()
            .map(path -> attempt(path, () -> send(HttpMethod.POST, path, "text/plain")))
            .toList();
      case BODY_NOT_READABLE ->
        PATHS.stream().map(path -> attempt(path, () -> send(path, "nonsense"))).toList();
    };
  }

  /** Before a body is looked at, the caller is; these faults have the codes of all requests. */
  @Test
  void aCallerWhoIsNotLetInIsToldSoOnEveryPath() {
    var stranger = new SignedCalls("AK-nobody", "guessed");
    var basic = key(seller.isvId(), "BASIC");
    var before = Holdings.of(stores);

    for (var path : PATHS) {
      refused(stranger, path, RequestCode.ILLEGAL_TOKEN);
      refused(basic, path, RequestCode.NO_AUTHORITY);
    }
    suspend(seller);
    for (var path : PATHS) {
      refused(seller.calls(), path, RequestCode.ISV_STATUS_INVALID);
    }

    assertThat(Holdings.of(stores)).isEqualTo(before);
  }

  private void refused(SignedCalls calls, String path, RequestCode code) {
    send(calls, HttpMethod.POST, path, JSON_TYPE, named(issued))
        .expectStatus()
        .isEqualTo(code.httpStatus())
        .expectBody()
        .jsonPath("$.error_code")
        .isEqualTo(code.code());
  }

  /**
   * One way to a code.
   *
   * @param arrange runs before anything is counted
   * @param effect what the call may leave behind
   */
  private record Attempt(
      String name,
      Step arrange,
      Supplier<ResponseSpec> send,
      Step tidy,
      UnaryOperator<Holdings> effect) {

    Attempt leaving(UnaryOperator<Holdings> expected) {
      return new Attempt(name, arrange, send, tidy, expected);
    }
  }

  /** What a test does to the gateway's world around a call. */
  private interface Step {
    void run() throws Exception;
  }

  private static Attempt attempt(String name, Supplier<ResponseSpec> send) {
    return new Attempt(name, () -> {}, send, () -> {}, before -> before);
  }

  private Attempt bad(String body) {
    return attempt(body, () -> send(HEARTBEAT, body));
  }

  private Attempt withoutHeartbeats(String name, Supplier<ResponseSpec> send) {
    return new Attempt(
        name,
        () -> {
          call(ACTIVATE, issued);
          sql("ALTER TABLE license_heartbeat RENAME COLUMN at TO at_away");
        },
        send,
        () -> sql("ALTER TABLE license_heartbeat RENAME COLUMN at_away TO at"),
        before -> before);
  }

  private ResponseSpec call(String path, String license) {
    return send(path, named(license));
  }

  private ResponseSpec send(String path, String body) {
    return send(seller.calls(), HttpMethod.POST, path, JSON_TYPE, body);
  }

  private ResponseSpec send(HttpMethod method, String path, String contentType) {
    return send(seller.calls(), method, path, contentType, named(issued));
  }
}
