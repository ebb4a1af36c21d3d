package io.tollgate.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A Redis server on loopback.
 *
 * <p>Port and password stay the same while this object lives, over any number of stops and starts.
 */
public final class EmbeddedRedis {

  private static final Duration START_PATIENCE = Duration.ofSeconds(30);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);
  private static final Duration PING_PATIENCE = Duration.ofSeconds(1);

  private final Path folder;
  private final Path configuration;
  private final Path logFile;
  private final Binaries binaries;
  private final Confinement confinement;
  private final String password;
  private final int port;
  private @Nullable StoreProcess process;
  private boolean wanted;

  private EmbeddedRedis(
      Path home, Binaries binaries, Confinement confinement, Map<String, String> settings)
      throws IOException {
    this.folder = home.resolve("redis");
    this.configuration = folder.resolve("redis.conf");
    this.logFile = home.resolve("logs").resolve("redis.log");
    this.binaries = binaries;
    this.confinement = confinement;
    Secrets.createFolder(folder);
    this.password = Secrets.passwordIn(home.resolve("redis.password"));
    this.port = Ports.keptIn(home.resolve("redis.port"));
    Secrets.write(configuration, configuration(settings));
  }

  /** Takes over {@code home}'s Redis, whose lock the caller holds, and starts it. */
  static EmbeddedRedis open(
      Path home, Binaries binaries, Confinement confinement, Map<String, String> settings)
      throws IOException {
    Orphans.stop(home.resolve("redis"), "redis-server", Signal.TERM);
    var redis = new EmbeddedRedis(home, binaries, confinement, settings);
    redis.start();
    return redis;
  }

  /**
   * Starts a server of its own on {@code home}, beside any stores: a node of a cluster, for example.
   *
   * @param binaries as in {@link StoresSettings}
   * @param settings lines of the Redis configuration
   * @param password asked of its clients
   */
  public static EmbeddedRedis startAlone(
      Path home, Path binaries, Map<String, String> settings, String password) throws IOException {
    Secrets.createFolder(home.resolve("logs"));
    var confinement = Confinement.choose();
    var programs = Binaries.unpackInto(confinement.programsFor(binaries));
    Secrets.write(home.resolve("redis.password"), password + "\n");
    return open(home, programs, confinement, settings);
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

  /** Starts the server if it is not running; returns when it has read its data and answers. */
  public synchronized void start() {
    if (isRunning()) {
      return;
    }
    wanted = true;
    end(Signal.KILL);
    try {
      confinement.own(folder);
      var command = List.of(binaries.redis().toString(), configuration.toString());
      var started =
          StoreProcess.start("Redis", confinement.command(command), Signal.TERM, folder, logFile);
      process = started;
      started.awaitReady(this::answersPing, START_PATIENCE);
    } catch (IOException e) {
      throw new StoresUnavailableException("Redis cannot be started: " + e, e);
    }
  }

  /** Stops the server in order; its data is on disk then. */
  public synchronized void stop() {
    wanted = false;
    end(Signal.TERM);
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

  private String configuration(Map<String, String> settings) {
    var lines = new StringBuilder("# Written at every start; changes here are lost.\n");
    lines.append("bind 127.0.0.1\n");
    lines.append("port ").append(port).append('\n');
    lines.append("requirepass ").append(password).append('\n');
    lines.append("dir \"").append(folder).append("\"\n");
    lines.append("daemonize no\n");
    // The arguments stay as they are, so that a later process recognizes an orphan by them.
    lines.append("set-proc-title no\n");
    new TreeMap<>(settings)
        .forEach((name, value) -> lines.append(name).append(' ').append(value).append('\n'));
    return lines.toString();
  }

  private boolean answersPing() {
    try (var socket = new Socket()) {
      var patience = (int) PING_PATIENCE.toMillis();
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), patience);
      socket.setSoTimeout(patience);
      socket.getOutputStream().write(("AUTH " + password + "\r\nPING\r\n").getBytes(US_ASCII));
      var reply =
          new String(socket.getInputStream().readNBytes("+OK\r\n+PONG\r\n".length()), US_ASCII);
      return reply.equals("+OK\r\n+PONG\r\n");
    } catch (IOException e) {
      return false;
    }
  }
}
