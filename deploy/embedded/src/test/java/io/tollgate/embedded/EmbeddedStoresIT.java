package io.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EmbeddedStoresIT {

  @TempDir
  Path home;

  @Test
  void keepsDataPortsAndPasswordsOverARestart() throws Exception {
    int port;
    String password;
    try (var stores = start()) {
      port = stores.postgres().port();
      password = stores.postgres().password();
      execute(stores, "CREATE TABLE kept AS SELECT 7 AS seven");
    }

    try (var stores = start()) {
      assertThat(seven(stores)).isEqualTo(7);
      assertThat(stores.postgres().port()).isEqualTo(port);
      assertThat(stores.postgres().password()).isEqualTo(password);
    }
    assertThat(Files.getPosixFilePermissions(home.resolve("postgres.password")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void refusesAHomeOfAnotherPostgresAndLeavesItAlone() throws Exception {
    start().close();
    var version = home.resolve("postgres").resolve("data").resolve("PG_VERSION");
    Files.writeString(version, "15\n");

    assertThatThrownBy(this::start)
        .isInstanceOf(StoresUnavailableException.class)
        .hasMessageContaining("holds data of PostgreSQL version 15 (expected: 18)")
        .hasMessageContaining("--tollgate.home");

    Files.writeString(version, "18\n");
    start().close();
  }

  @Test
  void refusesAHomeThatALivingProcessUses() {
    try (var stores = start()) {
      assertThatThrownBy(this::start)
          .isInstanceOf(StoresUnavailableException.class)
          .hasMessageContaining(
              "is in use by process " + ProcessHandle.current().pid())
          .hasMessageContaining("--tollgate.home");

      assertThat(stores.postgres().isRunning()).isTrue();
    }
  }

  @Test
  void endsItsStoresWhenItsProcessIsKilledAndGivesTheHomeToTheNext() throws Exception {
    var holder = StoresHolder.start(home);
    var processes = holder.toHandle().descendants().toList();

    holder.destroyForcibly().waitFor();

    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
    try (var stores = start()) {
      assertThat(stores.postgres().isRunning()).isTrue();
      assertThat(stores.redis().isRunning()).isTrue();
    }
  }

  @Test
  void stopsOrphansOfAHomeBeforeItTakesItOver() throws Exception {
    var holder = StoresHolder.start(home);
    var children = holder.toHandle().children().toList();
    var shells = children.stream().filter(EmbeddedStoresIT::isShell).toList();
    var orphans = children.stream().filter(child -> !isShell(child)).toList();
    shells.forEach(ProcessHandle::destroyForcibly);
    holder.destroyForcibly().waitFor();
    assertThat(orphans).hasSize(2).allMatch(ProcessHandle::isAlive);

    try (var stores = start()) {
      assertThat(orphans).noneMatch(ProcessHandle::isAlive);
      assertThat(stores.postgres().isRunning()).isTrue();
      assertThat(stores.redis().isRunning()).isTrue();
    }
  }

  @Test
  void isNotMisledByAProcessIdThatSomebodyElseHasNow() throws Exception {
    try (var stores = start()) {
      execute(stores, "CREATE TABLE kept AS SELECT 7 AS seven");
      stores.postgres().kill();
    }
    var pidFile = home.resolve("postgres/data/postmaster.pid");
    var lines = Files.readAllLines(pidFile);
    lines.set(0, Long.toString(ProcessHandle.current().parent().orElseThrow().pid()));
    Files.write(pidFile, lines);

    try (var stores = start()) {
      assertThat(seven(stores)).isEqualTo(7);
    }
  }

  @Test
  void startsAStoreAgainThatEndedByItself() {
    try (var stores = start()) {
      stores.keepRunning();
      var children =
          ProcessHandle.current().children().filter(child -> !isShell(child)).toList();

      children.forEach(ProcessHandle::destroyForcibly);

      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> children.stream().noneMatch(ProcessHandle::isAlive)
              && stores.redis().isRunning()
              && stores.postgres().isRunning());
    }
  }

  private EmbeddedStores start() {
    return EmbeddedStores.start(TestBinaries.settings(home));
  }

  private static boolean isShell(ProcessHandle process) {
    return process.info().command().orElse("").endsWith("sh");
  }

  private static long seven(EmbeddedStores stores) throws SQLException {
    try (var connection = connect(stores);
        var statement = connection.createStatement();
        var result = statement.executeQuery("SELECT seven FROM kept")) {
      result.next();
      return result.getLong(1);
    }
  }

  private static void execute(EmbeddedStores stores, String sql) throws SQLException {
    try (var connection = connect(stores);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static java.sql.Connection connect(EmbeddedStores stores) throws SQLException {
    var postgres = stores.postgres();
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + postgres.port() + "/" + EmbeddedPostgres.DATABASE,
        EmbeddedPostgres.USER,
        postgres.password());
  }
}
