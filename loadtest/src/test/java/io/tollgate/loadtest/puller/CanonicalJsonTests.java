package io.tollgate.loadtest.puller;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.loadtest.http.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTests {

  /** Bits of a double, and how RFC 8785 appendix B prints it. */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "becbf647612f3696, -0.0000033333333333333333"
  })
  void printsNumbersAsEcmaScriptDoes(String bits, String expected) {
    var value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));

    assertThat(CanonicalJson.number(value)).isEqualTo(expected);
  }

  @Test
  void sortsMembersByCodeUnitAtEveryLevelAndKeepsArraysInOrder() {
    var node = Json.read(
        "{\"b\": [3, {\"z\": null, \"a\": true}, 1], \"\uD83D\uDE00\": 1, \"\uFB33\": 2, \"a\": {}}");

    assertThat(CanonicalJson.of(node))
        .isEqualTo(
            "{\"a\":{},\"b\":[3,{\"a\":true,\"z\":null},1],\"\uD83D\uDE00\":1,\"\uFB33\":2}");
  }

  @Test
  void escapesOnlyWhatItMust() {
    var node = Json.object().put("text", "\u20ac$\u000f\nA'B\"\\/\u007f");

    assertThat(CanonicalJson.of(node))
        .isEqualTo("{\"text\":\"\u20ac$\\u000f\\nA'B\\\"\\\\/\u007f\"}");
  }
}
