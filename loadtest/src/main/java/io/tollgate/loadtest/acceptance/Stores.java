package io.tollgate.loadtest.acceptance;

import io.tollgate.loadtest.platform.Playground;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The embedded stores of a playground, seen as processes and ports, so that they can be hurt. */
final class Stores {

  private final Playground playground;

  Stores(Playground playground) {
    this.playground = playground;
  }

  /** Makes Redis forget everything. */
  void flushRedis() throws IOException {
    try (var redis = redis()) {
      redis.call("FLUSHALL");
    }
  }

  /** Cuts every connection to Redis but our own. */
  void cutRedisConnections() throws IOException {
    try (var redis = redis()) {
      redis.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    }
  }

  /**
   * Puts Redis back to what its files were {@code before}, as restoring a backup does. The old files
   * are laid in place while it runs on the new ones, and read when it is started again.
   */
  void ageRedis(Duration before) throws IOException, InterruptedException {
    var folder = playground.home().resolve("redis");
    var inUse = folder.resolve("appendonlydir");
    var old = folder.resolve("old");
    var lost = folder.resolve("lost");
    delete(old);
    delete(lost);
    copy(inUse, old);
    Thread.sleep(before);
    Files.move(inUse, lost);
    Files.move(old, inUse);
    killRedis();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (var files = Files.list(from)) {
      for (var file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var tree = Files.walk(folder)) {
        for (var path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  private RespConnection redis() throws IOException {
    var home = playground.home();
    var port = Integer.parseInt(Files.readString(home.resolve("redis.port")).strip());
    return new RespConnection(
        port, Files.readString(home.resolve("redis.password")).strip());
  }

  void killRedis() throws IOException {
    processes("redis-server").findFirst().orElseThrow(() -> missing("Redis")).destroyForcibly();
  }

  /** Kills the postmaster; its children then end by themselves. */
  void killPostgres() throws IOException {
    ProcessHandle.of(postmaster()).orElseThrow(() -> missing("PostgreSQL")).destroyForcibly();
  }

  /** Ends every session: PostgreSQL lives, its clients lose their connections. */
  void cutPostgresConnections() throws IOException, InterruptedException {
    signal("TERM", backends());
  }

  /** Stops PostgreSQL for {@code howLong}: it is there, and does not answer. */
  void pausePostgres(Duration howLong) throws IOException, InterruptedException {
    var all = ProcessHandle.of(postmaster()).orElseThrow(() -> missing("PostgreSQL"));
    var pids =
        Stream.concat(Stream.of(all), all.descendants()).map(ProcessHandle::pid).toList();
    signal("STOP", pids);
    try {
      Thread.sleep(howLong);
    } finally {
      signal("CONT", pids);
    }
  }

  private long postmaster() throws IOException {
    var pidFile = playground.home().resolve("postgres").resolve("data").resolve("postmaster.pid");
    return Long.parseLong(Files.readAllLines(pidFile).getFirst().strip());
  }

  /** PostgreSQL names a client's process after its database, user and address. */
  private List<Long> backends() throws IOException {
    return ProcessHandle.of(postmaster()).stream()
        .flatMap(ProcessHandle::children)
        .map(ProcessHandle::pid)
        .filter(Stores::isBackend)
        .toList();
  }

  private static boolean isBackend(long pid) {
    try {
      var title = Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"));
      return title.contains("127.0.0.1") || title.contains("::1") || title.contains("[local]");
    } catch (IOException ended) {
      return false;
    }
  }

  private static void signal(String name, List<Long> pids)
      throws IOException, InterruptedException {
    for (var pid : pids) {
      new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    }
  }

  private Stream<ProcessHandle> processes(String command) {
    return ProcessHandle.of(playground.gateway().pid()).stream()
        .flatMap(ProcessHandle::descendants)
        .filter(process -> process.info().command().orElse("").endsWith(command));
  }

  private static IOException missing(String store) {
    return new IOException("no process of the embedded " + store + " was found");
  }
}
