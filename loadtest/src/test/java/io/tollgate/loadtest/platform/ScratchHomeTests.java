package io.tollgate.loadtest.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchHomeTests {

  @TempDir
  private Path temporary;

  @Test
  void startsAfreshWhereAnEarlierRunEnded() throws Exception {
    var folder = temporary.resolve("home");
    ScratchHome.fresh(folder);
    Files.writeString(folder.resolve("left"), "by the first run");
    var binary = Files.createDirectories(folder.resolve("binaries")).resolve("postgres");
    Files.writeString(binary, "costly to unpack");

    ScratchHome.fresh(folder);

    assertThat(folder.resolve("left")).doesNotExist();
    assertThat(binary).exists();
  }

  @Test
  void leavesAloneWhatItDidNotMake() throws Exception {
    var precious = Files.writeString(temporary.resolve("precious"), "data");

    assertThatThrownBy(() -> ScratchHome.fresh(temporary))
        .isInstanceOf(GatewayFailure.class)
        .hasMessageContaining("no run of this program");
    assertThat(precious).exists();
  }

  @Test
  void leavesAloneWhatARunningGatewayUses() throws Exception {
    var folder = temporary.resolve("home");
    ScratchHome.fresh(folder).occupiedBy(ProcessHandle.current().pid());

    assertThatThrownBy(() -> ScratchHome.fresh(folder))
        .isInstanceOf(GatewayFailure.class)
        .hasMessageContaining("still uses");
  }
}
