package io.tollgate.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class StandaloneApplicationIT {

  @TempDir
  Path folder;

  @Test
  void keepsItsDataOverARestartAndStopsInOrder() throws Exception {
    var home = folder.resolve("home");

    try (var gateway = RunningJar.start(home).awaitReady()) {
      assertThat(gateway.get("/ops/v1/nothing", "TLSv1.2").statusCode()).isEqualTo(404);
      assertThat(gateway.get("/ops/v1/nothing", "TLSv1.3").statusCode()).isEqualTo(404);
      gateway.execute("CREATE TABLE kept AS SELECT 7 AS seven");
      try (var second = RunningJar.start(home)) {
        assertThat(second.awaitEnd()).isEqualTo(1);
        assertThat(second.output())
            .contains("is in use by process", "--tollgate.home=<folder>")
            .doesNotContain("\tat ");
      }
      var stores = gateway.stores();

      assertThat(gateway.terminate()).isZero();

      assertThat(stores).isNotEmpty().noneMatch(ProcessHandle::isAlive);
      assertThat(gateway.output())
          .contains("Tollgate is ready.")
          .doesNotContain(gateway.operatorToken());
    }

    try (var gateway = RunningJar.start(home).awaitReady()) {
      gateway.execute("INSERT INTO kept VALUES (8)");
    }
  }

  @Test
  void asksForTheMasterKeyWhereStoresAreShared() throws Exception {
    try (var gateway = RunningJar.start(folder.resolve("home"), "--tollgate.stores=external")) {
      assertThat(gateway.awaitEnd()).isEqualTo(1);
      assertThat(gateway.output()).contains("tollgate.master-key: none given", "openssl rand");
      assertThat(folder.resolve("home/postgres")).doesNotExist();
    }
  }
}
