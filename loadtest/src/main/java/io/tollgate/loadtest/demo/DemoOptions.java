package io.tollgate.loadtest.demo;

import io.tollgate.loadtest.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * @param gatewayJar the standalone jar
 * @param home the demo's own folder; emptied when an earlier demo made it
 * @param port HTTPS port; 0 takes 8443 when it is free, any free one else
 * @param managementPort as {@code port}, with 9443
 * @param readyWithin how long the gateway may take to start
 * @param exit whether to stop the gateway after the story
 * @param jvmOptions further options of the gateway's Java process
 */
record DemoOptions(
    Path gatewayJar,
    Path home,
    int port,
    int managementPort,
    Duration readyWithin,
    boolean exit,
    List<String> jvmOptions) {

  static final String USAGE = """
      demo   plays the story against a gateway that it starts
        --gateway-jar=FILE      the standalone jar (default deploy/standalone/target/tollgate.jar)
        --home=FOLDER           the demo's own folder (default .tollgate/demo)
        --port=N                HTTPS port (default 8443 when it is free)
        --management-port=N     health and metrics (default 9443 when it is free)
        --ready-within=SECONDS  how long the gateway may take to start (default 60)
        --exit                  stop the gateway after the story
      """;

  static DemoOptions of(Options options) {
    var parsed = new DemoOptions(
        options.path("gateway-jar", "deploy/standalone/target/tollgate.jar"),
        options.path("home", ".tollgate/demo"),
        options.number("port", 0, 0, 65_535),
        options.number("management-port", 0, 0, 65_535),
        Duration.ofSeconds(options.number("ready-within", 60, 1, 3_600)),
        options.flag("exit"),
        options.jvmOptions());
    options.rejectUnknown();
    return parsed;
  }
}
