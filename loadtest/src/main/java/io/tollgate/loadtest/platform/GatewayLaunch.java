package io.tollgate.loadtest.platform;

import java.nio.file.Path;
import java.util.List;

/**
 * How to start a gateway.
 *
 * @param jar the standalone jar
 * @param home where it keeps its data, its tokens and its certificate
 * @param port HTTPS for ISVs, operators and billing
 * @param managementPort health and metrics
 * @param jvmOptions further options of its Java process
 * @param arguments further {@code --key=value} arguments
 */
public record GatewayLaunch(
    Path jar,
    Path home,
    int port,
    int managementPort,
    List<String> jvmOptions,
    List<String> arguments) {

  /** A gateway to play with: the clock stands until it is moved, ISVs may live on loopback. */
  public static final List<String> PLAYGROUND =
      List.of("--tollgate.clock=test", "--tollgate.outbound.allow-insecure-targets=true");

  public GatewayLaunch {
    jvmOptions = List.copyOf(jvmOptions);
    arguments = List.copyOf(arguments);
  }

  /** Whether it ends TLS itself. */
  boolean isEncrypted() {
    return !arguments.contains("--server.ssl.enabled=false");
  }

  Path log() {
    return home.resolve("gateway.log");
  }
}
