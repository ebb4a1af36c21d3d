package io.tollgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class StoresModeTests {

  @Test
  void isEmbeddedOrExternal() {
    assertThat(StoresMode.of("embedded")).isEqualTo(StoresMode.EMBEDDED);
    assertThat(StoresMode.of("external")).isEqualTo(StoresMode.EXTERNAL);
  }

  @Test
  void namesTheValueAndWhatWasExpected() {
    assertThatThrownBy(() -> StoresMode.of("extern"))
        .isInstanceOf(HomeUnusableException.class)
        .hasMessage("tollgate.stores: extern (expected: embedded or external)");
  }
}
