package io.tollgate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL server on loopback with one superuser and one database, both called {@value #USER}.
 *
 * <p>Port and password stay the same while this object lives, over any number of stops and starts.
 */
public final class EmbeddedPostgres {

  public static final String USER = "tollgate";
  public static final String DATABASE = "tollgate";

  private static final Duration START_PATIENCE = Duration.ofSeconds(60);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(7);

  private final Path folder;
  private final Path data;
  private final Path logFile;
  private final Binaries binaries;
  private final Confinement confinement;
  private final Map<String, String> settings;
  private final String password;
  private final int port;
  private @Nullable StoreProcess process;
  private boolean wanted;

  private EmbeddedPostgres(
      Path home, Binaries binaries, Confinement confinement, Map<String, String> settings)
      throws IOException {
    this.folder = home.resolve("postgres");
    this.data = folder.resolve("data");
    this.logFile = home.resolve("logs").resolve("postgres.log");
    this.binaries = binaries;
    this.confinement = confinement;
    this.settings = new TreeMap<>(settings);
    Secrets.createFolder(folder);
    this.password = Secrets.passwordIn(home.resolve("postgres.password"));
    this.port = Ports.keptIn(home.resolve("postgres.port"));
  }

  /** Takes over {@code home}'s PostgreSQL, whose lock the caller holds, and starts it. */
  static EmbeddedPostgres open(
      Path home, Binaries binaries, Confinement confinement, Map<String, String> settings)
      throws IOException {
    var folder = home.resolve("postgres");
    Orphans.stop(folder, "initdb", Signal.KILL);
    Orphans.stop(folder, "postgres", Signal.INT);
    var postgres = new EmbeddedPostgres(home, binaries, confinement, settings);
    postgres.create();
    postgres.start();
    return postgres;
  }

  public int port() {
    return port;
  }

  public String password() {
    return password;
  }

  public synchronized boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** Starts the server if it is not running; returns when it accepts connections. */
  public synchronized void start() {
    if (isRunning()) {
      return;
    }
    wanted = true;
    end(Signal.KILL);
    try {
      confinement.own(data);
      disownStalePid();
      var started = StoreProcess.start("PostgreSQL", serverCommand(), Signal.INT, folder, logFile);
      process = started;
      started.awaitReady(this::saysReady, START_PATIENCE);
    } catch (IOException e) {
      throw new StoresUnavailableException("PostgreSQL cannot be started: " + e, e);
    }
  }

  /** Stops the server in order; open transactions are rolled back. */
  public synchronized void stop() {
    wanted = false;
    end(Signal.INT);
  }

  /** Ends the server with SIGKILL, as a crash would. */
  public synchronized void kill() {
    wanted = false;
    end(Signal.KILL);
  }

  /** Starts the server again if it ended by itself; returns whether it had. */
  synchronized boolean revive() {
    if (!wanted || isRunning()) {
      return false;
    }
    start();
    return true;
  }

  private void end(Signal signal) {
    if (process != null) {
      process.end(signal, STOP_PATIENCE);
      process = null;
    }
  }

  private void create() throws IOException {
    if (Files.exists(data)) {
      requireOurVersion();
      return;
    }
    // Under another name until complete: a data folder is there whole, or not at all.
    var draft = folder.resolve("data.new");
    Folders.delete(draft);
    Secrets.createFolder(draft);
    confinement.own(draft);
    var passwordFile = folder.resolve("password.new");
    Secrets.write(passwordFile, password + "\n");
    confinement.own(passwordFile);
    var durable = !"off".equals(settings.get("fsync"));
    var initdb = new ArrayList<>(List.of(
        binaries.program("initdb").toString(),
        "--pgdata=" + draft,
        "--username=" + USER,
        "--pwfile=" + passwordFile,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        // The same order of text on every machine, whatever its C library.
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C"));
    if (!durable) {
      initdb.add("--no-sync");
    }
    run(initdb, null);
    Files.delete(passwordFile);
    var script = folder.resolve("create.sql");
    Files.writeString(script, "CREATE DATABASE " + DATABASE + "\n");
    run(
        List.of(
            binaries.program("postgres").toString(),
            "--single",
            "-D",
            draft.toString(),
            "postgres"),
        script);
    Files.delete(script);
    Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
  }

  /** PostgreSQL's own refusal is a line in a log; ours says what to do. */
  private void requireOurVersion() throws IOException {
    var file = data.resolve("PG_VERSION");
    var found = Files.exists(file) ? Files.readString(file).strip() : "none";
    if (!found.equals(Binaries.POSTGRES_MAJOR)) {
      throw new StoresUnavailableException(
          "%s holds data of PostgreSQL version %s (expected: %s). Dump it with the Tollgate that wrote it and load it into a new home (docs/guides/backup.md), or choose another with --tollgate.home=<folder>. Nothing was changed."
              .formatted(data, found, Binaries.POSTGRES_MAJOR));
    }
  }

  private void run(List<String> program, @Nullable Path input) throws IOException {
    var in = input == null ? Path.of("/dev/null") : input;
    var run = new ProcessBuilder(confinement.command(program))
        .directory(folder.toFile())
        .redirectInput(ProcessBuilder.Redirect.from(in.toFile()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(logFile.toFile()))
        .start();
    try {
      if (!run.waitFor(START_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        run.destroyForcibly();
        throw new StoresUnavailableException("PostgreSQL's data folder was not made within "
            + START_PATIENCE.toSeconds() + " s; see " + logFile);
      }
      if (run.exitValue() != 0) {
        throw new StoresUnavailableException(
            "PostgreSQL's data folder cannot be made; see " + logFile);
      }
    } catch (InterruptedException e) {
      run.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new StoresUnavailableException("Interrupted while making PostgreSQL's data folder", e);
    }
  }

  private List<String> serverCommand() {
    var command = new ArrayList<>(List.of(
        binaries.program("postgres").toString(),
        "-D",
        data.toString(),
        "-p",
        Integer.toString(port),
        "-c",
        "listen_addresses=127.0.0.1",
        "-c",
        "unix_socket_directories="));
    settings.forEach((name, value) -> {
      command.add("-c");
      command.add(name + "=" + value);
    });
    return confinement.command(command);
  }

  /**
   * Keeps a reused process id from looking like a running server.
   *
   * <p>PostgreSQL refuses to start while the process named in {@code postmaster.pid} lives. After a
   * reboot, or in a container, that may be anything. We know that no server runs here, and name
   * ourselves: its parent is the one process whose id PostgreSQL disregards. The rest of the file
   * stays, because from it PostgreSQL makes sure that no backend still uses the data.
   */
  private void disownStalePid() throws IOException {
    var file = data.resolve("postmaster.pid");
    if (Files.notExists(file)) {
      return;
    }
    var lines = new ArrayList<>(Files.readAllLines(file));
    if (lines.isEmpty()) {
      Files.delete(file);
      return;
    }
    lines.set(0, Long.toString(ProcessHandle.current().pid()));
    // As pg_ctl does, we read readiness from this file; yesterday's must not count.
    if (lines.size() > STATUS_LINE) {
      lines.set(STATUS_LINE, "stopped");
    }
    Files.writeString(file, String.join("\n", lines) + "\n");
  }

  private static final int STATUS_LINE = 7;

  private boolean saysReady() {
    try {
      var lines = Files.readAllLines(data.resolve("postmaster.pid"));
      return lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
    } catch (IOException e) {
      return false;
    }
  }
}
