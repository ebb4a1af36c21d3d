package io.tollgate.gateway.isv.usage;

import static io.tollgate.gateway.isv.usage.PushingIsv.body;
import static io.tollgate.gateway.isv.usage.PushingIsv.proof;
import static io.tollgate.gateway.isv.usage.PushingIsv.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.gateway.Holdings;
import io.tollgate.gateway.protocol.codes.RequestCode;
import io.tollgate.metering.usage.RecordFault;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.web.reactive.server.WebTestClient.ResponseSpec;

/** What the new path takes in, and how it says so. */
class UsagePushIT extends UsageFaceIT {

  private static final Map<String, String> EXPLAINING = Map.of("Prefer", "return=representation");

  @Test
  void acceptsASignedPush() {
    var record = isv.usage(isv.instance());
    var before = Holdings.of(stores);

    expect(isv.push(record), RequestCode.SUCCESS).jsonPath("$.data").doesNotExist();

    assertThat(Holdings.of(stores)).isEqualTo(before.withAccepted(1).withNonce());
  }

  @Test
  void aRepeatSucceedsAndCountsOnce() {
    var record = isv.usage(isv.instance());
    isv.push(record);
    var before = Holdings.of(stores);

    expect(isv.push(record.with("usage_value", "12.5")), RequestCode.SUCCESS);

    assertThat(Holdings.of(stores)).isEqualTo(before.withNonce());
  }

  @Test
  void tellsWhatBecameOfEachRecordWhenAsked() {
    var pack = isv.stopPackage();
    var record = isv.usage(isv.instance())
        .with("relate_pkg_instance", quoted(pack))
        .with("usage_value", "1000.5");
    var body = body(record, record, record.with("usage_value", "7"));

    var reply = isv.push("", EXPLAINING, body.getBytes(UTF_8), proof(body));

    expect(reply, RequestCode.RECORDS_FAILED).json("""
            {"data":{"abnormal_usage_data":[{"error_code":"005"}],
             "results":[
              {"status":"ACCEPTED","on_demand":"0","overage":"0.5",
               "drawn":[{"package_instance_id":"%1$s","quantity":"1000","remaining":"0"}]},
              {"status":"REPLAY","overage":"0.5","drawn":[{"package_instance_id":"%1$s"}]},
              {"status":"REFUSED","error_code":"005","drawn":[],"overage":"0"}]}}
            """.formatted(pack));
  }

  @Test
  void tellsWhatWouldBecomeOfRecordsAndDoesNothing() {
    var pack = isv.stopPackage();
    var record = isv.usage(isv.instance()).with("relate_pkg_instance", quoted(pack));
    var body = body(record, record.with("usage_value", "0"));
    var before = Holdings.of(stores);

    var reply = isv.push("?validateOnly=true", EXPLAINING, body.getBytes(UTF_8), proof(body));

    expect(reply, RequestCode.RECORDS_FAILED).json("""
            {"data":{"abnormal_usage_data":[{"error_code":"003"}],
             "results":[{"status":"ACCEPTED","instance_state":"ACTIVE",
               "drawn":[{"quantity":"12.5","remaining":"987.5"}]},
              {"status":"REFUSED","error_code":"003"}]}}
            """);
    assertThat(Holdings.of(stores)).isEqualTo(before.withNonce());
    expect(isv.push(record), RequestCode.SUCCESS);
  }

  @Test
  void aKeyIsReplacedWithoutAPause() {
    var instance = isv.instance();
    var newKey = isv.addKey("BASIC");

    expect(push(instance, 1, PushingIsv.KEY), RequestCode.SUCCESS);
    expect(push(instance, 2, newKey.secret()), RequestCode.SUCCESS);
    isv.endKey(isv.basicKeyId());
    var before = Holdings.of(stores);
    expect(push(instance, 3, PushingIsv.KEY), RequestCode.INVALID_BODY_SIGN);
    assertThat(Holdings.of(stores)).isEqualTo(before);
    expect(push(instance, 4, newKey.secret()), RequestCode.SUCCESS);
  }

  @Test
  void aDelistedProductTakesNoUsageButKnowsItsReplays() {
    var instance = isv.instance();
    var known = isv.usage(instance);
    isv.push(known);
    isv.execute(
        "UPDATE product SET state = 'DELISTED' WHERE product_code = '" + isv.productCode() + "'");
    otherIsv.execute("SELECT pg_notify('tollgate_facts', 'everything')");

    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> expect(
                isv.push(
                    known, isv.usage(instance).with("begin_time", isv.at(Duration.ofMinutes(5)))),
                RequestCode.RECORDS_FAILED)
            .jsonPath("$.data.abnormal_usage_data.length()")
            .isEqualTo(1)
            .jsonPath("$.data.abnormal_usage_data[0].error_code")
            .isEqualTo(RecordFault.PRODUCT_DELISTED.code()));
  }

  /** A record of the hour before {@code hours}, so that each has a window of its own. */
  private ResponseSpec push(String instanceId, int hours, String key) {
    var body = body(isv.usage(instanceId).with("begin_time", isv.at(Duration.ofHours(hours))));
    return isv.push(body, proof(body, Instant.now(), key));
  }
}
