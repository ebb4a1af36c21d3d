package io.tollgate.gateway.billing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowTests {

  @Test
  void quotesWhatWouldEndACell() {
    var row = new CsvRow().text("a,b").text("say \"hi\"").text("two\nlines").text("plain");

    assertThat(row).hasToString("\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",plain");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"})
  void putsAnApostropheBeforeWhatASpreadsheetWouldTakeForAFormula(String text) {
    var cell = new CsvRow().text(text).toString().replace("\"", "");

    assertThat(cell).isEqualTo("'" + text);
  }

  @Test
  void leavesNumbersAsTheyAreAndMissingValuesEmpty() {
    assertThat(new CsvRow().plain("-12.5").text(null).plain(null)).hasToString("-12.5,,");
  }
}
