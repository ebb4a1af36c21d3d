package io.tollgate.gateway.isv.usage;

import static io.tollgate.gateway.isv.usage.PushingIsv.body;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tollgate.gateway.Holdings;
import io.tollgate.gateway.isv.SignedCalls;
import io.tollgate.gateway.protocol.codes.LicenseCode;
import io.tollgate.gateway.protocol.codes.ProtocolCode;
import io.tollgate.gateway.protocol.codes.RequestCode;
import io.tollgate.testing.Stores;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** PostgreSQL away: each marketplace path says so with its own code of an internal fault. */
@TestPropertySource(properties = "test.world=StoreAwayIT")
class LedgerAwayIT extends UsageFaceIT {

  private static final String LICENSE = "/api/mkp-openapi-public/global/v%d/license/%s";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void everyPathAnswers503AndNothingIsAcknowledgedOrStored() {
    assumeTrue(Stores.areProcesses());
    var calls = isv.addKey("AKSK");
    var record = isv.usage(isv.instance());
    var old = isv.usage(isv.instance()).old();
    warmUp(calls, record, old);
    var before = Holdings.of(stores);

    stores.stopPostgres();
    try {
      away(RequestCode.INTERNAL_ERROR, () -> isv.push(record));
      away(RequestCode.INTERNAL_ERROR, () -> pushOld(calls, old));
      away(RequestCode.INTERNAL_ERROR, () -> query(calls));
      for (var version = 1; version <= 2; version++) {
        var activate = LICENSE.formatted(version, "activate");
        var heartbeat = LICENSE.formatted(version, "heartbeat");
        away(LicenseCode.INTERNAL_ERROR, () -> license(calls, activate));
        away(LicenseCode.INTERNAL_ERROR, () -> license(calls, heartbeat));
      }
    } finally {
      stores.startPostgres();
    }

    assertThat(Holdings.of(stores)).isEqualTo(before);
    await().atMost(PATIENCE).untilAsserted(() -> expect(isv.push(record), RequestCode.SUCCESS));
    expect(pushOld(calls, old), RequestCode.SUCCESS);
    assertThat(Holdings.of(stores).accepted()).isEqualTo(before.accepted() + 2);
  }

  /** Checked only, so that all that is needed to prove a caller is known when the ledger goes. */
  private void warmUp(SignedCalls calls, RecordText record, RecordText old) {
    for (var each : new RecordText[] {record, old.with("metering_sn", "\"warm\"")}) {
      var body = body(each);
      isv.push("?validateOnly=true", Map.of(), body.getBytes(UTF_8), PushingIsv.proof(body));
    }
    query(calls).expectStatus().isBadRequest();
  }

  private ResponseSpec query(SignedCalls calls) {
    return get(calls, "/api/mkp-openapi-public/global/v1/order/query?orderId=CS-1");
  }

  private ResponseSpec license(SignedCalls calls, String path) {
    return send(calls, HttpMethod.POST, path, "application/json", "{\"license\":\"LC-1\"}");
  }

  private static void away(ProtocolCode code, Supplier<ResponseSpec> call) {
    var reply = call.get().expectBody(String.class).returnResult();

    assertThat(reply.getStatus().value()).as("%s", reply).isEqualTo(503);
    assertThat(reply.getResponseHeaders().getFirst("Retry-After")).isEqualTo("1");
    assertThat(reply.getResponseBody()).contains("\"" + code.code() + "\"");
  }
}
