package io.tollgate.standalone;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** {@code java -jar tollgate.jar} in a process of its own, as a user runs it. */
final class RunningJar implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path home;
  private final Process process;
  private final Path output;
  private final int port;
  private final int managementPort;

  private RunningJar(Path home, Process process, Path output, int port, int managementPort) {
    this.home = home;
    this.process = process;
    this.output = output;
    this.port = port;
    this.managementPort = managementPort;
  }

  static RunningJar start(Path home, String... arguments) throws IOException {
    var port = freePort();
    var managementPort = freePort();
    var output = Files.createTempFile(home.toAbsolutePath().getParent(), "output", ".txt");
    var command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-jar",
        Path.of("target", "tollgate.jar").toAbsolutePath().toString(),
        "--tollgate.home=" + home,
        "--server.port=" + port,
        "--management.server.port=" + managementPort));
    command.addAll(List.of(arguments));
    var process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start();
    return new RunningJar(home, process, output, port, managementPort);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  RunningJar awaitReady() throws IOException, InterruptedException {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < deadline && process.isAlive()) {
      if (readiness() == 200) {
        return this;
      }
      Thread.sleep(100);
    }
    throw new IllegalStateException("not ready; it said: " + output());
  }

  private int readiness() throws InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      var uri = URI.create("http://localhost:" + managementPort + "/actuator/health/readiness");
      return client
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  /** Asks as the operator over the given TLS version, trusting the home's certificate alone. */
  HttpResponse<String> get(String path, String tlsVersion) throws Exception {
    var parameters = new SSLParameters();
    parameters.setProtocols(new String[] {tlsVersion});
    try (var client = HttpClient.newBuilder()
        .sslContext(trustingCertificateOfHome())
        .sslParameters(parameters)
        .version(HttpClient.Version.HTTP_1_1)
        .build()) {
      var request = HttpRequest.newBuilder(URI.create("https://localhost:" + port + path))
          .header("Authorization", "Bearer " + operatorToken())
          .build();
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  private SSLContext trustingCertificateOfHome() throws GeneralSecurityException, IOException {
    var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null);
    try (var pem = Files.newInputStream(home.resolve("tls/certificate.pem"))) {
      trusted.setCertificateEntry(
          "home", CertificateFactory.getInstance("X.509").generateCertificate(pem));
    }
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  String operatorToken() throws IOException {
    return Files.readString(home.resolve("tokens/operator")).strip();
  }

  /** Executes {@code sql} in the gateway's own database. */
  void execute(String sql) throws IOException, SQLException {
    var port = Files.readString(home.resolve("postgres.port")).strip();
    var password = Files.readString(home.resolve("postgres.password")).strip();
    var url = "jdbc:postgresql://127.0.0.1:" + port + "/tollgate";
    try (var connection = DriverManager.getConnection(url, "tollgate", password);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The processes of both stores, without the shells that watch over them. */
  List<ProcessHandle> stores() {
    return process
        .descendants()
        .filter(child -> !child.info().command().orElse("").endsWith("sh"))
        .toList();
  }

  String output() throws IOException {
    return Files.readString(output);
  }

  /** Waits for the process to end by itself and returns its exit status. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("still running");
    }
    return process.exitValue();
  }

  /** Sends SIGTERM and returns the exit status. */
  int terminate() throws InterruptedException {
    process.destroy();
    return awaitEnd();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
