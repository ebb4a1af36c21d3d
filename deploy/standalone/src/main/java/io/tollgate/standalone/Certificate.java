package io.tollgate.standalone;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A self-signed certificate for this machine's own names, made by the JDK's {@code keytool}.
 *
 * <p>Beside the key store lies {@code certificate.pem}, for clients that want to trust it alone.
 */
record Certificate(Path keyStore, String password) {

  private static final String ALIAS = "tollgate";
  private static final int VALIDITY_DAYS = 3650;
  private static final int KEYTOOL_PATIENCE_SECONDS = 30;

  static Certificate keptIn(Path folder) throws IOException {
    var keyStore = folder.resolve("keystore.p12");
    var passwordFile = folder.resolve("keystore.password");
    if (Files.notExists(keyStore)) {
      Home.write(passwordFile, Home.random(Base64.getUrlEncoder().withoutPadding()));
      make(folder, keyStore, passwordFile);
    }
    return new Certificate(keyStore, Files.readString(passwordFile).strip());
  }

  Map<String, String> properties() {
    return Map.of(
        "server.ssl.key-store",
        "file:" + keyStore,
        "server.ssl.key-store-type",
        "PKCS12",
        "server.ssl.key-store-password",
        password,
        "server.ssl.key-alias",
        ALIAS);
  }

  private static void make(Path folder, Path keyStore, Path passwordFile) throws IOException {
    var draft = folder.resolve("keystore.new");
    Files.deleteIfExists(draft);
    keytool(List.of(
        "-genkeypair",
        "-alias",
        ALIAS,
        // Half the handshake of an RSA key, and every client of TLS 1.2 knows it.
        "-keyalg",
        "EC",
        "-groupname",
        "secp256r1",
        "-dname",
        "CN=localhost, O=Tollgate",
        "-ext",
        "san=dns:localhost,ip:127.0.0.1,ip:::1",
        "-validity",
        Integer.toString(VALIDITY_DAYS),
        "-storetype",
        "PKCS12",
        "-keystore",
        draft.toString(),
        "-storepass:file",
        passwordFile.toString()));
    keytool(List.of(
        "-exportcert",
        "-rfc",
        "-alias",
        ALIAS,
        "-file",
        folder.resolve("certificate.pem").toString(),
        "-keystore",
        draft.toString(),
        "-storepass:file",
        passwordFile.toString()));
    Files.move(draft, keyStore, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void keytool(List<String> arguments) throws IOException {
    var command = new java.util.ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.add("-J-XX:TieredStopAtLevel=1");
    command.addAll(arguments);
    var keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    keytool.getOutputStream().close();
    var output = new String(keytool.getInputStream().readAllBytes(), US_ASCII);
    try {
      if (!keytool.waitFor(KEYTOOL_PATIENCE_SECONDS, TimeUnit.SECONDS)
          || keytool.exitValue() != 0) {
        throw new IOException("keytool failed: " + output.strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while making the certificate", e);
    }
  }
}
