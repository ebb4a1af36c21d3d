package io.tollgate.gateway.protocol.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.protocol.usage.ParsedPush.Empty;
import io.tollgate.gateway.protocol.usage.ParsedPush.Malformed;
import io.tollgate.gateway.protocol.usage.ParsedPush.Parsed;
import io.tollgate.gateway.protocol.usage.ParsedPush.TooMany;
import io.tollgate.metering.usage.ReportedRecord;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsagePushParserTests {

  private static final String RECORD = """
      {"instance_id":"inst-1","record_time":"20260101T010500Z","begin_time":"20260101T000000Z",\
      "end_time":"20260101T010000Z","usage_value":"12.5","metering_sn":"sn-1",\
      "relate_pkg_instance":"pkg-1"}""";

  @Test
  void readsTheRecordsOfABody() {
    assertThat(parsed(body(RECORD)))
        .isEqualTo(new Parsed(List.of(new ReportedRecord(
            "inst-1",
            "20260101T010500Z",
            "20260101T000000Z",
            "20260101T010000Z",
            "12.5",
            "sn-1",
            "pkg-1"))));
  }

  @ParameterizedTest
  @CsvSource(quoteCharacter = '\0', textBlock = """
          "12.5"                 | 12.5
          12.5                   | 12.5
          12.5000                | 12.5000
          0.10000000000000000001 | 0.10000000000000000001
          1e400                  | 1e400
          -1                     | -1
          "abc"                  | abc
          """, delimiter = '|')
  void keepsTheExactTextOfAValue(String json, String text) {
    var outcome = parsed(body(RECORD.replace("\"12.5\"", json)));

    assertThat(((Parsed) outcome).records().getFirst().usageValue()).isEqualTo(text);
  }

  @Test
  void takesUnknownMembersAnyOrderAndNullForAbsent() {
    var body = """
        {"source":{"usage_records":[1,{"a":[]}]},"usage_records":[{"unit":{"instance_id":7},
        "usage_value":1,"end_time":"e","begin_time":"b","record_time":"r","metering_sn":null,
        "instance_id":"i","relate_pkg_instance":null,"product_id":5}],"more":null}
        """;

    assertThat(((Parsed) parsed(body)).records())
        .containsExactly(new ReportedRecord("i", "r", "b", "e", "1", null, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"12", "true", "{\"a\":[1]}", "[\"sn\"]", "null"})
  void leavesAnSnOfTheWrongTypeToTheRecordsOwnFault(String json) {
    var outcome = parsed(body(RECORD.replace("\"sn-1\"", json)));

    assertThat(((Parsed) outcome).records().getFirst().meteringSn()).isNull();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
          "inst-1"           | 7        | /usage_records/1/instance_id         | is a number (expected: a string)
          "inst-1"           | null     | /usage_records/1/instance_id         | is missing (expected: a string)
          "12.5"             | true     | /usage_records/1/usage_value         | is a boolean (expected: a number or a string)
          "12.5"             | {}       | /usage_records/1/usage_value         | is an object (expected: a number or a string)
          "pkg-1"            | ["a"]    | /usage_records/1/relate_pkg_instance | is an array (expected: a string)
          "20260101T010500Z" | 20260101 | /usage_records/1/record_time         | is a number (expected: a string)
          ,"metering_sn"     | ,"instance_id":"x","metering_sn" | /usage_records/1/instance_id | occurs twice (expected: once)
          """)
  void pointsAtAMemberOfTheWrongShape(String from, String to, String pointer, String detail) {
    assertThat(parsed(body(RECORD, RECORD.replace(from, to))))
        .isEqualTo(new Malformed(pointer, detail));
  }

  @Test
  void boundsTheLengthOfIds() {
    assertThat(parsed(body(RECORD.replace("inst-1", "i".repeat(64))))).isInstanceOf(Parsed.class);
    assertThat(parsed(body(RECORD.replace("inst-1", "i".repeat(65)))))
        .isEqualTo(new Malformed(
            "/usage_records/0/instance_id", "has 65 characters (expected: at most 64)"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
          []                                     |                  | the body is an array (expected: an object)
          {}                                     | /usage_records   | is missing (expected: an array of records)
          {"usage_records":null}                 | /usage_records   | is null (expected: an array of records)
          {"usage_records":"[]"}                 | /usage_records   | is a string (expected: an array of records)
          {"usage_records":[null]}               | /usage_records/0 | is null (expected: an object)
          {"usage_records":[],"usage_records":[]}| /usage_records   | occurs twice (expected: once)
          {"usage_records":[]} {}                |                  | something follows the body's object (expected: its end)
          """)
  void pointsAtABodyOfTheWrongShape(String body, String pointer, String detail) {
    assertThat(parsed(body)).isEqualTo(new Malformed(pointer == null ? "" : pointer, detail));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "nonsense",
        "{\"usage_records\":[{]}",
        "{\"usage_records\":[NaN]}",
        "{'a':1}"
      })
  void saysThatABodyIsNotJson(String body) {
    assertThat(parsed(body))
        .isInstanceOfSatisfying(
            Malformed.class, malformed -> assertThat(malformed.pointer()).isEmpty());
  }

  @Test
  void countsRecordsAndLetsAMalformedOneWin() {
    var thousand = (RECORD + ",").repeat(999) + RECORD;

    assertThat(parsed(body())).isEqualTo(new Empty());
    assertThat(((Parsed) parsed(body(thousand))).records()).hasSize(1_000);
    assertThat(parsed(body(thousand, RECORD))).isEqualTo(new TooMany(1_001));
    assertThat(parsed(body(thousand, RECORD, "7")))
        .isEqualTo(new Malformed("/usage_records/1001", "is a number (expected: an object)"));
  }

  @Test
  void refusesNestingBeyondItsBound() {
    var deep = "[".repeat(100_000) + "]".repeat(100_000);

    assertThat(parsed("{\"x\":" + deep + ",\"usage_records\":[]}")).isInstanceOf(Malformed.class);
  }

  @Test
  void asksForAProductIdInsteadOfAnSnOnTheOldPath() {
    var old = new UsagePushParser(PushGeneration.OLD);
    var record = RECORD.replace("\"metering_sn\":\"sn-1\"", "\"product_id\":\"pid-1\"");

    assertThat(((Parsed) old.parse(body(record).getBytes(UTF_8)))
            .records()
            .getFirst()
            .meteringSn())
        .isNull();
    assertThat(old.parse(body(RECORD).getBytes(UTF_8)))
        .isEqualTo(new Malformed("/usage_records/0/product_id", "is missing (expected: a string)"));
  }

  @Test
  void readsAStretchOfALargerArray() {
    var bytes = ("xx" + body(RECORD) + "yy").getBytes(UTF_8);

    assertThat(new UsagePushParser(PushGeneration.NEW).parse(bytes, 2, bytes.length - 4))
        .isInstanceOf(Parsed.class);
  }

  private static String body(String... records) {
    return "{\"usage_records\":[" + String.join(",", records) + "]}";
  }

  private static ParsedPush parsed(String body) {
    return new UsagePushParser(PushGeneration.NEW).parse(body.getBytes(UTF_8));
  }
}
