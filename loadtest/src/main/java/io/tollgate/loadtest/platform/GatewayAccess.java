package io.tollgate.loadtest.platform;

import io.tollgate.loadtest.Options;
import io.tollgate.loadtest.http.Http;
import io.tollgate.loadtest.http.PinnedCertificate;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a command reaches a gateway that runs already.
 *
 * @param home its home folder: the tokens and the certificate lie there
 */
public record GatewayAccess(URI address, Path home) {

  public static final String USAGE = """
        --gateway=URL           scheme, host and port (default https://localhost:8443)
        --home=FOLDER           the gateway's home: its tokens and certificate (default .tollgate)
      """;

  public static GatewayAccess of(Options options) {
    return new GatewayAccess(
        URI.create(options.text("gateway", "https://localhost:8443")),
        options.path("home", ".tollgate"));
  }

  public Http http(Duration timeout) throws IOException {
    return address.getScheme().equals("https")
        ? Http.trusting(certificate(home), timeout)
        : Http.plain(timeout);
  }

  public String token(String role) throws IOException {
    return token(home, role);
  }

  static PinnedCertificate certificate(Path home) throws IOException {
    return PinnedCertificate.read(home.resolve("tls").resolve("certificate.pem"));
  }

  static String token(Path home, String role) throws IOException {
    return Files.readString(home.resolve("tokens").resolve(role)).strip();
  }
}
