package io.tollgate.loadtest.chaos;

import io.tollgate.loadtest.http.Http;
import io.tollgate.loadtest.http.Json;
import io.tollgate.loadtest.http.Reply;
import io.tollgate.loadtest.platform.FreePorts;
import io.tollgate.loadtest.platform.GatewayFailure;
import io.tollgate.loadtest.platform.GatewayLaunch;
import io.tollgate.loadtest.platform.GatewayProcess;
import io.tollgate.loadtest.platform.StoresProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Gateways on the same stores, asked in turn. A request that is not answered goes to the next one,
 * as a client behind a load balancer would send it, and rests when all were asked; what changes
 * something carries a key, so that this is safe. Thread-safe.
 */
final class Cluster implements AutoCloseable {

  /**
   * How to start one.
   *
   * @param home of the stores; each gateway gets a folder of its own in it
   */
  record Setup(Path jar, Path home, int nodes, Duration readyWithin, List<String> jvmOptions) {}

  private static final String TOKEN = "chaos-operator-token";
  private static final Duration CALL_TIMEOUT = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private static final List<String> ARGUMENTS = List.of(
      "--server.ssl.enabled=false",
      "--tollgate.clock-start=2026-01-01T00:00:00Z",
      "--tollgate.tokens.operator=" + TOKEN,
      "--tollgate.tokens.billing=chaos-billing-token",
      "--tollgate.tokens.auditor=chaos-auditor-token",
      "--tollgate.master-key=Y2hhb3MtY2hhb3MtY2hhb3MtY2hhb3MtY2hhb3MtY2g=",
      // A hanging ISV and a dead node are noticed soon, so that a seed does not take minutes.
      "--tollgate.outbound.timeout=300ms",
      "--tollgate.delivery.call-timeout=1s",
      "--tollgate.delivery.lease=2s");

  private final Setup setup;
  private final StoresProcess stores;
  private final List<GatewayLaunch> launches;
  private final List<GatewayProcess> nodes;
  private final Http http = Http.plain(CALL_TIMEOUT);
  private final AtomicInteger turn = new AtomicInteger();
  private final AtomicLong repeats = new AtomicLong();
  private final Thread stopper = Thread.ofPlatform().unstarted(this::stop);

  private Cluster(
      Setup setup, StoresProcess stores, List<GatewayLaunch> launches, List<GatewayProcess> nodes) {
    this.setup = setup;
    this.stores = stores;
    this.launches = launches;
    this.nodes = nodes;
  }

  /** The first one makes the tables, and the others find them. */
  static Cluster start(Setup setup) throws IOException, InterruptedException {
    var stores = StoresProcess.start(setup.jar(), setup.home().resolve("stores"));
    var launches = new ArrayList<GatewayLaunch>();
    var nodes = Collections.synchronizedList(new ArrayList<GatewayProcess>());
    var cluster = new Cluster(setup, stores, launches, nodes);
    try {
      for (var number = 1; number <= setup.nodes(); number++) {
        launches.add(launch(setup, stores, number));
        nodes.add(GatewayProcess.start(launches.getLast()));
        nodes.getLast().awaitReady(setup.readyWithin());
      }
      Runtime.getRuntime().addShutdownHook(cluster.stopper);
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.stop();
      throw e;
    }
  }

  private static GatewayLaunch launch(Setup setup, StoresProcess stores, int number)
      throws IOException {
    var arguments = new ArrayList<>(GatewayLaunch.PLAYGROUND);
    arguments.addAll(stores.arguments());
    arguments.addAll(ARGUMENTS);
    return new GatewayLaunch(
        setup.jar(),
        setup.home().resolve("node-" + number),
        FreePorts.any(),
        FreePorts.any(),
        setup.jvmOptions(),
        arguments);
  }

  int size() {
    return launches.size();
  }

  /** Ends a gateway as a power cut would, and starts it again; returns when it is ready. */
  void killAndRestart(int number) throws IOException, InterruptedException {
    nodes.get(number).kill();
    nodes.set(number, GatewayProcess.start(launches.get(number)));
    nodes.get(number).awaitReady(setup.readyWithin());
  }

  /** Requests that had to be sent again because no gateway answered them. */
  long repeats() {
    return repeats.get();
  }

  Reply get(String path) throws InterruptedException {
    return send("GET", path, null, null);
  }

  /** Posts what is safe to be repeated by itself. */
  Reply post(String path, JsonNode body) throws InterruptedException {
    return send("POST", path, body, null);
  }

  Reply delete(String path) throws InterruptedException {
    return send("DELETE", path, null, null);
  }

  /** Posts once: a repeat with the same {@code key} is answered as the first time. */
  Reply postOnce(String path, JsonNode body, String key) throws InterruptedException {
    return send("POST", path, body, key);
  }

  private Reply send(String method, String path, @Nullable JsonNode body, @Nullable String key)
      throws InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    var last = "nothing";
    for (var attempt = 1; System.nanoTime() < deadline; attempt++) {
      var node = launches.get(Math.floorMod(turn.getAndIncrement(), launches.size()));
      try {
        var reply = http.send(method, at(node, path), headers(key), bytes(body));
        if (reply.status() < 500 && reply.status() != 429) {
          return reply;
        }
        last = reply.inShort();
      } catch (IOException gone) {
        last = String.valueOf(gone.getMessage());
      }
      repeats.incrementAndGet();
      if (attempt % launches.size() == 0) {
        Thread.sleep(PAUSE);
      }
    }
    throw new GatewayFailure(
        "%s %s: no answer for %d s; last %s".formatted(method, path, PATIENCE.toSeconds(), last));
  }

  private static URI at(GatewayLaunch node, String path) {
    return URI.create("http://localhost:" + node.port() + path);
  }

  private static byte[] bytes(@Nullable JsonNode body) {
    return body == null ? new byte[0] : Json.bytes(body);
  }

  private static Map<String, String> headers(@Nullable String key) {
    var headers = new HashMap<String, String>();
    headers.put("Authorization", "Bearer " + TOKEN);
    headers.put("Content-Type", "application/json");
    headers.put("Accept", "application/json, application/problem+json");
    if (key != null) {
      headers.put("Idempotency-Key", key);
    }
    return headers;
  }

  private void stop() {
    http.close();
    nodes.forEach(GatewayProcess::close);
    stores.close();
  }

  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(stopper);
    } catch (IllegalStateException alreadyShuttingDown) {
      // The hook runs, or ran, and stopped the same processes.
    }
  }
}
