package io.tollgate.testing;

import io.tollgate.embedded.EmbeddedRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A Redis Cluster of three masters, each a child process of this JVM, for one test class. */
public final class RedisCluster implements AutoCloseable {

  private static final int MASTERS = 3;
  private static final int HASH_SLOTS = 16_384;
  private static final String PASSWORD = "cluster";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(100);

  private final TestHome home;
  private final List<EmbeddedRedis> masters;

  private RedisCluster(TestHome home, List<EmbeddedRedis> masters) {
    this.home = home;
    this.masters = masters;
  }

  /** Returns when every key has a master. */
  public static RedisCluster start() {
    var home = TestHome.create();
    var cluster = new RedisCluster(home, new ArrayList<>());
    try {
      for (var number = 1; number <= MASTERS; number++) {
        cluster.masters.add(master(home, "cluster-" + number));
      }
      cluster.meet();
      return cluster;
    } catch (IOException e) {
      cluster.close();
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private static EmbeddedRedis master(TestHome home, String name) throws IOException {
    return EmbeddedRedis.startAlone(
        folder(home, name),
        home.root().resolve("binaries"),
        Map.of(
            "cluster-enabled", "yes",
            "cluster-port", Integer.toString(freePort()),
            "save", "\"\"",
            "loglevel", "warning"),
        PASSWORD);
  }

  private static Path folder(TestHome home, String name) {
    return home.folder().resolveSibling(home.folder().getFileName() + "-" + name);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void meet() {
    var nodes = nodes();
    for (var number = 0; number < MASTERS; number++) {
      var from = HASH_SLOTS * number / MASTERS;
      var to = HASH_SLOTS * (number + 1) / MASTERS - 1;
      RedisCommands.expectOk(
          RedisCommands.send(nodes.get(number), "CLUSTER ADDSLOTSRANGE " + from + " " + to),
          "CLUSTER ADDSLOTSRANGE");
    }
    var first = nodes.getFirst();
    for (var node : nodes.subList(1, MASTERS)) {
      var bus = RedisCommands.lastWord(node, "CONFIG GET cluster-port");
      RedisCommands.expectOk(
          RedisCommands.send(first, "CLUSTER MEET " + node.host() + " " + node.port() + " " + bus),
          "CLUSTER MEET");
    }
    awaitAgreement(nodes);
  }

  private static void awaitAgreement(List<TestRedis> nodes) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!nodes.stream().allMatch(RedisCluster::seesAll)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "the cluster did not form within " + PATIENCE.toSeconds() + " s");
      }
      try {
        Thread.sleep(POLL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while the cluster formed", e);
      }
    }
  }

  private static boolean seesAll(TestRedis node) {
    var info = RedisCommands.bulk(node, "CLUSTER INFO");
    return info.contains("cluster_state:ok") && info.contains("cluster_size:" + MASTERS);
  }

  /** The masters; any of them leads a client to the others. */
  public List<TestRedis> nodes() {
    return masters.stream()
        .map(master -> new TestRedis("127.0.0.1", master.port(), 0, PASSWORD))
        .toList();
  }

  @Override
  public void close() {
    masters.forEach(EmbeddedRedis::kill);
    for (var number = 1; number <= MASTERS; number++) {
      AbandonedHomes.delete(folder(home, "cluster-" + number));
    }
  }
}
