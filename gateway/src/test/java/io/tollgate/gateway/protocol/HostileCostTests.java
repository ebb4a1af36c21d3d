package io.tollgate.gateway.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.tollgate.gateway.protocol.signature.CanonicalJson;
import io.tollgate.gateway.protocol.usage.PushGeneration;
import io.tollgate.gateway.protocol.usage.UsagePushParser;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a stranger's 1 MiB costs once the code is warm: the best of several runs, in CPU time of this
 * thread, so that a busy machine does not decide the outcome.
 */
class HostileCostTests {

  private static final int SIZE_BYTES = 1 << 20;
  private static final int RUNS = 15;
  private static final Duration MOST = Duration.ofMillis(50);

  private static final UsagePushParser PARSER = new UsagePushParser(PushGeneration.NEW);

  static Stream<Arguments> bodies() {
    return Stream.of(
        argumentSet("many names", "{" + numbered("\"%s\":1,") + "\"z\":1}"),
        argumentSet("colliding ends", "{" + numbered("\"xxxxxxxxxxxxxxxxxxxx%s\":1,") + "\"z\":1}"),
        argumentSet("small objects", "[" + "{\"b\":0,\"a\":0},".repeat(SIZE_BYTES / 14 - 2) + "0]"),
        argumentSet("empty arrays", "[" + "[],".repeat(SIZE_BYTES / 3 - 2) + "0]"),
        argumentSet("deep disorder", disorder()),
        argumentSet(
            "one number", "{\"usage_records\":[{\"usage_value\":" + "9".repeat(SIZE_BYTES - 99)),
        argumentSet("one exponent", "[1e" + "9".repeat(SIZE_BYTES - 9) + "]"),
        argumentSet("escapes", "[\"" + "\\u4e2d".repeat(SIZE_BYTES / 6 - 2) + "\"]"),
        argumentSet(
            "records without end",
            "{\"usage_records\":["
                + ("{\"instance_id\":\"i\",\"record_time\":\"r\",\"begin_time\":\"b\","
                        + "\"end_time\":\"e\",\"usage_value\":1},")
                    .repeat(SIZE_BYTES / 86 - 2)));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void aMebibyteCostsLittle(String body) {
    var bytes = body.getBytes(UTF_8);

    assertThat(bytes.length).isLessThanOrEqualTo(SIZE_BYTES);
    assertThat(cost(() -> PARSER.parse(bytes))).as("parsing").isLessThan(MOST);
    assertThat(cost(() -> CanonicalJson.of(bytes))).as("canonical form").isLessThan(MOST);
  }

  private static Duration cost(Runnable work) {
    var threads = ManagementFactory.getThreadMXBean();
    var best = Long.MAX_VALUE;
    for (var run = 0; run < RUNS; run++) {
      var before = threads.getCurrentThreadCpuTime();
      work.run();
      best = Math.min(best, threads.getCurrentThreadCpuTime() - before);
    }
    return Duration.ofNanos(best);
  }

  private static String numbered(String unit) {
    var text = new StringBuilder();
    for (var i = 0; text.length() < SIZE_BYTES - 60; i++) {
      text.append(unit.formatted(Integer.toString(i * 0x9E3779B1, 36)));
    }
    return text.toString();
  }

  private static String disorder() {
    var text = "\"" + "y".repeat(SIZE_BYTES - 600) + "\"";
    for (var i = 0; i < 30; i++) {
      text = "{\"b\":" + text + ",\"a\":1}";
    }
    return text;
  }
}
