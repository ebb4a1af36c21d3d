package io.tollgate.gateway.protocol.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalJsonTests {

  @Test
  void dropsWhiteSpaceAndSortsMembersAtEveryLevel() {
    var indented = """
        {\r
          "b" : [ { "y" : 1 , "x" : 2 } , 3 ] ,\r
          "a" : { "d" : true , "c" : "two words" }\r
        }\r
        """;

    assertThat(canonical(indented))
        .isEqualTo("{\"a\":{\"c\":\"two words\",\"d\":true},\"b\":[{\"x\":2,\"y\":1},3]}");
  }

  @Test
  void leavesOutMembersThatAreNullAndKeepsNullsOfArrays() {
    assertThat(canonical("{\"c\":null,\"b\":[null,1],\"a\":{\"z\":null}}"))
        .isEqualTo("{\"a\":{},\"b\":[null,1]}");
  }

  @Test
  void keepsNumbersAsWritten() {
    assertThat(canonical("{\"b\":12.5000,\"a\":-0.0e+05,\"c\":100000000000000000000000}"))
        .isEqualTo("{\"a\":-0.0e+05,\"b\":12.5000,\"c\":100000000000000000000000}");
  }

  @Test
  void keepsEscapesAsWrittenAndSortsByWhatTheyMean() {
    assertThat(canonical("{\"b\\\"\":\"\\u4e2d\\/\",\"\\u0061\":\"云\\\\\"}"))
        .isEqualTo("{\"\\u0061\":\"云\\\\\",\"b\\\"\":\"\\u4e2d\\/\"}");
  }

  @Test
  void sortsByCodePointRatherThanByUtf16Unit() {
    assertThat(canonical("{\"\uD83D\uDE00\":1,\"\uFF21\":2,\"Z\":3,\"a\":4}"))
        .isEqualTo("{\"Z\":3,\"a\":4,\"\uFF21\":2,\"\uD83D\uDE00\":1}");
  }

  @Test
  void keepsTheOrderOfMembersWithTheSameName() {
    assertThat(canonical("{\"b\":1,\"a\":2,\"b\":0}")).isEqualTo("{\"a\":2,\"b\":1,\"b\":0}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "{}{}", "[1,]", "nul", "{\"a\" 1}", "{'a':1}", "\u0000{}"})
  void hasNoneForWhatIsNotOneJsonValue(String text) {
    assertThat(CanonicalJson.of(text.getBytes(UTF_8))).isEmpty();
  }

  @Test
  void hasNoneForTextNestedTooDeeply() {
    assertThat(CanonicalJson.of("[".repeat(500_000).getBytes(UTF_8))).isEmpty();
  }

  @Test
  void hasNoneForAnObjectWithManyMoreMembersThanAnyMessage() {
    var members =
        IntStream.rangeClosed(1, 201).mapToObj(i -> "\"m" + i + "\":1").collect(joining(","));

    assertThat(CanonicalJson.of(("{" + members + "}").getBytes(UTF_8))).isEmpty();
  }

  private static String canonical(String text) {
    return new String(CanonicalJson.of(text.getBytes(UTF_8)).orElseThrow(), UTF_8);
  }
}
