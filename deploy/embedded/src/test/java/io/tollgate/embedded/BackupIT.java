package io.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/guides/backup.md says, done: a copy taken while the server writes, its log archived, and
 * a restore to a moment after the copy and before a mistake.
 */
@Timeout(180)
class BackupIT {

  @TempDir
  Path folder;

  @Test
  void restoresToTheMomentBeforeAMistake() throws Exception {
    var home = folder.resolve("home");
    var archive = openFolder("archive");
    var copy = openFolder("copy");
    String label;
    try (var stores = start(home)) {
      execute(stores, "ALTER SYSTEM SET archive_mode = on");
      execute(
          stores,
          "ALTER SYSTEM SET archive_command = 'test ! -f " + archive + "/%f && cp %p " + archive
              + "/%f'");
    }
    try (var stores = start(home)) {
      execute(stores, "CREATE TABLE kept (what text)");
      label = backUp(stores, home.resolve("postgres/data"), copy);
      execute(stores, "INSERT INTO kept VALUES ('after the copy')");
      execute(stores, "SELECT pg_create_restore_point('before_the_mistake')");
      execute(stores, "DELETE FROM kept");
      execute(stores, "SELECT pg_switch_wal()");
      awaitArchived(stores);
    }

    var restored = folder.resolve("restored");
    restore(home, copy, label, archive, restored);

    try (var stores = start(restored)) {
      assertThat(rows(stores, "SELECT what FROM kept"))
          .containsExactly("during the copy", "after the copy");
    }
  }

  /** The three steps of a copy without further programs; rows are written all the while. */
  private static String backUp(EmbeddedStores stores, Path data, Path copy) throws Exception {
    try (var connection = connect(stores);
        var statement = connection.createStatement()) {
      statement.execute("SELECT pg_backup_start('nightly', true)");
      statement.execute("INSERT INTO kept VALUES ('during the copy')");
      copyTree(data, copy);
      try (var stopped = statement.executeQuery("SELECT labelfile FROM pg_backup_stop(false)")) {
        stopped.next();
        return stopped.getString(1);
      }
    }
  }

  private static void restore(Path home, Path copy, String label, Path archive, Path restored)
      throws IOException {
    Files.createDirectories(restored.resolve("postgres"));
    for (var name : List.of("postgres.password", "redis.password")) {
      Files.copy(home.resolve(name), restored.resolve(name));
    }
    var data = restored.resolve("postgres/data");
    copyTree(copy, data);
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(data.resolve("backup_label"), label);
    Files.createFile(data.resolve("recovery.signal"));
    Files.deleteIfExists(data.resolve("postmaster.pid"));
    Files.writeString(data.resolve("postgresql.auto.conf"), """
        restore_command = 'cp %s/%%f %%p'
        recovery_target_name = 'before_the_mistake'
        recovery_target_action = 'promote'
        """.formatted(archive));
  }

  /** What is deleted while the tree is read was not needed: the log knows. */
  private static void copyTree(Path from, Path to) throws IOException {
    Files.walkFileTree(from, new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
          throws IOException {
        Files.createDirectories(to.resolve(from.relativize(directory)));
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
          throws IOException {
        try {
          Files.copy(file, to.resolve(from.relativize(file)));
        } catch (NoSuchFileException gone) {
          // Read on.
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException failure) {
        return FileVisitResult.CONTINUE;
      }
    });
  }

  private static void awaitArchived(EmbeddedStores stores) {
    Awaitility.await("the log is archived")
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> assertThat(
                rows(stores, "SELECT 'yes' FROM pg_stat_archiver WHERE archived_count >= 2"))
            .hasSize(1));
  }

  /** PostgreSQL may run as another user. */
  private Path openFolder(String name) throws IOException {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    var opened = Files.createDirectory(folder.resolve(name));
    return Files.setPosixFilePermissions(opened, PosixFilePermissions.fromString("rwxrwxrwx"));
  }

  private static EmbeddedStores start(Path home) {
    return EmbeddedStores.start(TestBinaries.settings(home));
  }

  private static Connection connect(EmbeddedStores stores) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + stores.postgres().port() + "/tollgate",
        EmbeddedPostgres.USER,
        stores.postgres().password());
  }

  private static void execute(EmbeddedStores stores, String sql) throws SQLException {
    try (var connection = connect(stores);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> rows(EmbeddedStores stores, String sql) throws SQLException {
    try (var connection = connect(stores);
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      var rows = new ArrayList<String>();
      while (result.next()) {
        rows.add(result.getString(1));
      }
      return rows;
    }
  }
}
