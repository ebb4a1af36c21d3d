package io.tollgate.loadtest.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoHomeTests {

  @TempDir
  private Path temporary;

  @Test
  void startsAfreshWhereAnEarlierDemoEnded() throws Exception {
    var folder = temporary.resolve("demo");
    DemoHome.fresh(folder);
    Files.writeString(folder.resolve("left"), "by the first demo");
    var binary = Files.createDirectories(folder.resolve("binaries")).resolve("postgres");
    Files.writeString(binary, "costly to unpack");

    DemoHome.fresh(folder);

    assertThat(folder.resolve("left")).doesNotExist();
    assertThat(binary).exists();
  }

  @Test
  void leavesAloneWhatNoDemoMade() throws Exception {
    var precious = Files.writeString(temporary.resolve("precious"), "data");

    assertThatThrownBy(() -> DemoHome.fresh(temporary))
        .isInstanceOf(StoryFailure.class)
        .hasMessageContaining("no demo made");
    assertThat(precious).exists();
  }

  @Test
  void leavesAloneWhatARunningGatewayUses() throws Exception {
    var folder = temporary.resolve("demo");
    DemoHome.fresh(folder).occupiedBy(ProcessHandle.current().pid());

    assertThatThrownBy(() -> DemoHome.fresh(folder))
        .isInstanceOf(StoryFailure.class)
        .hasMessageContaining("still runs");
  }
}
