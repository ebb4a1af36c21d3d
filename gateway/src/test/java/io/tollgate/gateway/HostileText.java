package io.tollgate.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Mebibytes that are meant to be dear, and what reading them costs. */
public final class HostileText {

  /** The most that one such text may cost, in CPU time of the thread that reads it. */
  public static final Duration MOST = Duration.ofMillis(50);

  public static final int SIZE_BYTES = 1 << 20;

  private static final int RUNS = 15;

  private HostileText() {}

  /**
   * What work costs once it is warm: the best of several runs, in CPU time of this thread, so that a
   * busy machine does not decide the outcome. Work that is cheap at once is not run again.
   */
  public static Duration cost(Runnable work) {
    var threads = ManagementFactory.getThreadMXBean();
    var best = Long.MAX_VALUE;
    for (var run = 0; run < RUNS && best > MOST.toNanos() / 2; run++) {
      var before = threads.getCurrentThreadCpuTime();
      work.run();
      best = Math.min(best, threads.getCurrentThreadCpuTime() - before);
    }
    return Duration.ofNanos(best);
  }

  /** Bodies of 1 MiB that are JSON, or nearly so: one {@code byte[]} each. */
  public static Stream<Arguments> bodies() {
    return Stream.of(
        body("many names", "{" + numbered("\"%s\":1,") + "\"z\":1}"),
        body("colliding ends", "{" + numbered("\"xxxxxxxxxxxxxxxxxxxx%s\":1,") + "\"z\":1}"),
        body("one name, ever again", "{" + filled("\"license\":1,") + "\"z\":1}"),
        body("small objects", "[" + filled("{\"b\":0,\"a\":0},") + "0]"),
        body("empty arrays", "[" + filled("[],") + "0]"),
        body("deep arrays", filled("[")),
        body("deep objects", filled("{\"a\":")),
        body("deep disorder", disorder()),
        body("one number", "{\"usage_records\":[{\"usage_value\":" + filled("9")),
        body("one fraction", "{\"license\":0." + filled("9") + "}"),
        body("one exponent", "[1e" + filled("9") + "]"),
        body("many exponents", "[" + filled("1e999999999,") + "0]"),
        body("escapes", "[\"" + filled("\\u4e2d") + "\"]"),
        body("surrogates", "[\"" + filled("\\ud83d\\ude00") + "\"]"),
        body("quotes", "{\"license\":\"" + filled("\\\"") + "\"}"),
        body("one text", "{\"license\":\"" + filled("x") + "\"}"),
        body("one text with commas", "{\"license\":\"" + filled("x,") + "\"}"),
        body("one name", "{\"" + filled("x") + "\":1}"),
        body("blanks", filled(" \t\r\n") + "{}"),
        body("NUL", filled("\0")),
        body(
            "secrets that never end",
            "{\"resultCode\":\"000000\",\"x\":\"" + filled("\\\"password\\\":\\\"")),
        body("codes", "{\"licenses\":[" + filled("\"a\",") + "\"a\"]}"),
        body(
            "records without end",
            "{\"usage_records\":["
                + filled("{\"instance_id\":\"i\",\"record_time\":\"r\",\"begin_time\":\"b\","
                    + "\"end_time\":\"e\",\"usage_value\":1},")));
  }

  private static Arguments body(String name, String text) {
    return argumentSet(name, text.getBytes(UTF_8));
  }

  /** {@code unit} as often as it fits, with a little room left around it. */
  public static String filled(String unit) {
    return unit.repeat((SIZE_BYTES - 99) / unit.length());
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
