package io.tollgate.loadtest.platform;

import io.tollgate.loadtest.Options;
import io.tollgate.loadtest.http.Http;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A gateway of one's own to play with or to hurt: started afresh on a scratch home, its clock moved
 * by hand, stopped with this program. It may be killed and started again on the same home.
 *
 * <p>The faces and the client stay valid over a restart: address, tokens and certificate remain.
 */
public final class Playground implements AutoCloseable {

  /** A move of the clock answers only when all that fell due has run. */
  private static final Duration CALL_TIMEOUT = Duration.ofMinutes(2);

  /**
   * @param jar the standalone jar
   * @param home emptied when an earlier run made it
   * @param port HTTPS port; 0 takes 8443 when it is free, any free one else
   * @param managementPort as {@code port}, with 9443
   * @param readyWithin how long the gateway may take to start
   * @param jvmOptions further options of the gateway's Java process
   * @param arguments further arguments of the gateway
   */
  public record Settings(
      Path jar,
      Path home,
      int port,
      int managementPort,
      Duration readyWithin,
      List<String> jvmOptions,
      List<String> arguments) {

    public static final String USAGE = """
          --gateway-jar=FILE      the standalone jar (default deploy/standalone/target/tollgate.jar)
          --home=FOLDER           a folder of its own, started afresh (default .tollgate/%s)
          --port=N                HTTPS port (default 8443 when it is free)
          --management-port=N     health and metrics (default 9443 when it is free)
          --ready-within=SECONDS  how long the gateway may take to start (default 120)
        """;

    /**
     * @param command names the default home
     */
    public static Settings of(Options options, String command) {
      return new Settings(
          options.gatewayJar(),
          options.path("home", ".tollgate/" + command),
          options.number("port", 0, 0, 65_535),
          options.number("management-port", 0, 0, 65_535),
          Duration.ofSeconds(options.number("ready-within", 120, 1, 3_600)),
          options.jvmOptions(),
          List.of());
    }

    /** The same, with a heap of so much and no more. */
    public Settings withHeapMebibytes(int mebibytes) {
      var all = new ArrayList<>(jvmOptions);
      all.addAll(List.of("-Xms" + mebibytes + "m", "-Xmx" + mebibytes + "m"));
      return new Settings(jar, home, port, managementPort, readyWithin, all, arguments);
    }

    /** The same for a second gateway beside the first: a home and ports of its own. */
    public Settings beside(String suffix) throws IOException {
      return new Settings(
          jar,
          home.resolveSibling(home.getFileName() + suffix),
          FreePorts.any(),
          FreePorts.any(),
          readyWithin,
          jvmOptions,
          arguments);
    }

    /** The same, with a further option of the gateway's Java process. */
    public Settings withJvmOption(String option) {
      var all = new ArrayList<>(jvmOptions);
      all.add(option);
      return new Settings(jar, home, port, managementPort, readyWithin, all, arguments);
    }

    /** The same, with further arguments for the gateway. */
    public Settings with(String... further) {
      var all = new ArrayList<>(arguments);
      all.addAll(List.of(further));
      return new Settings(jar, home, port, managementPort, readyWithin, jvmOptions, all);
    }
  }

  private final Settings settings;
  private final ScratchHome home;
  private final GatewayLaunch launch;
  private final Http http;
  private final OperatorFace operator;
  private final BillingFace billing;
  private final Duration readyIn;
  private final Thread stopper = Thread.ofPlatform().unstarted(this::stopGateway);
  private volatile GatewayProcess gateway;

  private Playground(Settings settings, ScratchHome home, GatewayProcess gateway, Duration readyIn)
      throws IOException {
    this.settings = settings;
    this.home = home;
    this.launch = gateway.launch();
    this.gateway = gateway;
    this.readyIn = readyIn;
    this.http = gateway.launch().isEncrypted()
        ? Http.trusting(gateway.certificate(), CALL_TIMEOUT)
        : Http.plain(CALL_TIMEOUT);
    this.operator = new OperatorFace(http, gateway.address(), gateway.token("operator"));
    this.billing = new BillingFace(http, gateway.address(), gateway.token("billing"));
  }

  /** Starts a gateway and waits until it is ready. */
  public static Playground open(Settings settings) throws IOException, InterruptedException {
    var home = ScratchHome.fresh(settings.home());
    var gateway = GatewayProcess.start(launch(settings));
    try {
      home.occupiedBy(gateway.pid());
      var readyIn = gateway.awaitReady(settings.readyWithin());
      var playground = new Playground(settings, home, gateway, readyIn);
      Runtime.getRuntime().addShutdownHook(playground.stopper);
      return playground;
    } catch (IOException | InterruptedException | RuntimeException e) {
      gateway.close();
      throw e;
    }
  }

  private static GatewayLaunch launch(Settings settings) throws IOException {
    var arguments = new ArrayList<>(GatewayLaunch.PLAYGROUND);
    arguments.addAll(settings.arguments());
    return new GatewayLaunch(
        settings.jar(),
        settings.home(),
        settings.port() > 0 ? settings.port() : FreePorts.preferably(8443),
        settings.managementPort() > 0 ? settings.managementPort() : FreePorts.preferably(9443),
        settings.jvmOptions(),
        arguments);
  }

  /**
   * Starts a second node on the stores of the first, with the same keys and tokens. It is the
   * caller's to close.
   */
  public GatewayProcess secondNode() throws IOException, InterruptedException {
    var node = settings.beside("-second-node");
    for (var shared : List.of("tokens", "tls")) {
      CopiedFolder.copy(settings.home().resolve(shared), node.home().resolve(shared));
    }
    var arguments = new ArrayList<>(launch.arguments());
    arguments.addAll(List.of(
        "--tollgate.stores=external",
        "--tollgate.master-key=" + line("master-key"),
        "--spring.r2dbc.url=r2dbc:postgresql://127.0.0.1:" + line("postgres.port") + "/tollgate",
        "--spring.r2dbc.username=tollgate",
        "--spring.r2dbc.password=" + line("postgres.password"),
        "--spring.data.redis.url=redis://:%s@127.0.0.1:%s"
            .formatted(line("redis.password"), line("redis.port"))));
    var second = GatewayProcess.start(new GatewayLaunch(
        node.jar(), node.home(), node.port(), node.managementPort(), node.jvmOptions(), arguments));
    try {
      second.awaitReady(settings.readyWithin());
      return second;
    } catch (InterruptedException | RuntimeException e) {
      second.close();
      throw e;
    }
  }

  private String line(String file) throws IOException {
    return Files.readString(settings.home().resolve(file)).strip();
  }

  /** Asks the gateway to stop, and waits. */
  public void stop() {
    gateway.close();
  }

  /** Ends the gateway as a power cut would. */
  public void kill() throws InterruptedException {
    gateway.kill();
  }

  /** Starts it again on the same home and ports, and returns how long it took to be ready. */
  public Duration restart() throws IOException, InterruptedException {
    var next = GatewayProcess.start(launch);
    gateway = next;
    home.occupiedBy(next.pid());
    return next.awaitReady(settings.readyWithin());
  }

  public Duration readyIn() {
    return readyIn;
  }

  public GatewayProcess gateway() {
    return gateway;
  }

  public Http http() {
    return http;
  }

  public OperatorFace operator() {
    return operator;
  }

  public BillingFace billing() {
    return billing;
  }

  public Path home() {
    return settings.home();
  }

  private void stopGateway() {
    gateway.close();
  }

  @Override
  public void close() {
    http.close();
    stopGateway();
    try {
      Runtime.getRuntime().removeShutdownHook(stopper);
    } catch (IllegalStateException alreadyShuttingDown) {
      // The hook runs, or ran, and stopped the same gateway.
    }
  }
}
