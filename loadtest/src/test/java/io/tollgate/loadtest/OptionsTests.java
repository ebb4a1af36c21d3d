package io.tollgate.loadtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.loadtest.Options.BadOption;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTests {

  @Test
  void readsValuesFlagsAndDefaults() {
    var options = Options.parse(List.of("--port=8443", "--exit"), name -> "-Xmx1g  -Xms64m");

    assertThat(options.number("port", 0, 0, 65_535)).isEqualTo(8443);
    assertThat(options.flag("exit")).isTrue();
    assertThat(options.text("home", "here")).isEqualTo("here");
    assertThat(options.jvmOptions()).containsExactly("-Xmx1g", "-Xms64m");
  }

  @Test
  void saysWhatWasExpected() {
    var options = Options.parse(List.of("--port=high", "--typo"), name -> "");

    assertThatThrownBy(() -> options.number("port", 0, 0, 65_535))
        .isInstanceOf(BadOption.class)
        .hasMessage("--port=high (expected: a number from 0 to 65535)");
    assertThatThrownBy(options::rejectUnknown).hasMessage("--typo (no such option)");
    assertThatThrownBy(() -> Options.parse(List.of("port"), name -> ""))
        .hasMessage("port (expected: --name=value)");
  }
}
