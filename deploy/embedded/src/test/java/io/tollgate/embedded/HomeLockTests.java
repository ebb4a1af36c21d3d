package io.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeLockTests {

  @TempDir
  Path home;

  @Test
  void isTakenOnceAndAgainWhenGivenFree() {
    var lock = HomeLock.take(home);

    assertThatThrownBy(() -> HomeLock.take(home)).isInstanceOf(StoresUnavailableException.class);
    lock.close();

    assertThatCode(() -> HomeLock.take(home).close()).doesNotThrowAnyException();
  }

  @Test
  void takesNoNoticeOfAFileThatAKilledProcessLeft() throws Exception {
    Files.writeString(home.resolve("lock"), "1");

    assertThatCode(() -> HomeLock.take(home).close()).doesNotThrowAnyException();
  }
}
