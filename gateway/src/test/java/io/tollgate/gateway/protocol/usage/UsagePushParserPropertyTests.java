package io.tollgate.gateway.protocol.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.protocol.usage.ParsedPush.Parsed;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever bytes arrive, the parser has an answer. */
class UsagePushParserPropertyTests {

  private static final UsagePushParser PARSER = new UsagePushParser(PushGeneration.NEW);

  private static final String RECORD =
      "{\"instance_id\":\"i\",\"record_time\":\"r\",\"begin_time\":\"b\",\"end_time\":\"e\","
          + "\"usage_value\":1.50,\"metering_sn\":\"s\"}";

  @Property(tries = 5_000)
  void anyBytesHaveAnOutcome(@ForAll @Size(max = 300) byte[] bytes) {
    assertThat(PARSER.parse(bytes)).isNotNull();
  }

  @Property(tries = 5_000)
  void anyTokensHaveAnOutcome(@ForAll("tokens") List<String> tokens) {
    assertThat(PARSER.parse(String.join("", tokens).getBytes(UTF_8))).isNotNull();
  }

  @Property(tries = 5_000)
  void aBodyWithOneByteChangedHasAnOutcome(
      @ForAll @IntRange(max = 146) int at, @ForAll byte replacement) {
    var bytes = ("{\"usage_records\":[" + RECORD + "]}").getBytes(UTF_8);
    bytes[Math.min(at, bytes.length - 1)] = replacement;

    assertThat(PARSER.parse(bytes)).isNotNull();
  }

  @Property(tries = 200)
  void everyRecordIsReadOnceAndInOrder(
      @ForAll @Size(min = 1, max = 50) List<@IntRange(max = 999) Integer> sns) {
    var records =
        sns.stream().map(sn -> RECORD.replace("\"s\"", "\"" + sn + "\"")).toList();
    var body = "{\"usage_records\":[" + String.join(" ,\r\n", records) + "]}";

    var outcome = (Parsed) PARSER.parse(body.getBytes(UTF_8));

    assertThat(outcome.records())
        .extracting(r -> r.meteringSn())
        .containsExactlyElementsOf(sns.stream().map(String::valueOf).toList());
  }

  @Provide
  Arbitrary<List<String>> tokens() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"usage_records\"",
            "\"instance_id\"",
            "\"usage_value\"",
            "\"metering_sn\"",
            "\"x\"",
            "1",
            "-",
            "1e9",
            "null",
            "true",
            "\"",
            "\\u00",
            " ",
            "\uD800",
            "{\"usage_records\":[",
            RECORD,
            "]}")
        .list()
        .ofMaxSize(20);
  }
}
