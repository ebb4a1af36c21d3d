package io.tollgate.metering.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTimeTests {

  private static final DateTimeFormatter WIRE =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  @Property
  void readsEverySecondOfFourDigitYears(
      @ForAll @LongRange(min = -62_135_596_800L, max = 253_402_300_799L) long second) {
    var instant = Instant.ofEpochSecond(second);

    assertThat(UsageTime.parse(WIRE.format(instant))).isEqualTo(instant);
  }

  @Property
  void neverThrowsWhateverTheText(@ForAll String text) {
    UsageTime.parse(text);
  }

  @Test
  void knowsLeapDays() {
    assertThat(UsageTime.parse("20240229T000000Z")).isEqualTo("2024-02-29T00:00:00Z");
    assertThat(UsageTime.parse("20260229T000000Z")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "20260101T000000",
        "20260101 000000Z",
        "2026-01-01T00:00:00Z",
        "20261301T000000Z",
        "20260132T000000Z",
        "20260100T000000Z",
        "20260101T240000Z",
        "20260101T006000Z",
        "20260101T000060Z",
        "00000101T000000Z",
        "٢٠٢٦٠١٠١T000000Z"
      })
  void nothingElseIsATime(String text) {
    assertThat(UsageTime.parse(text)).isNull();
  }
}
