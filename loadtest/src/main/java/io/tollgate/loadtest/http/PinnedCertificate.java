package io.tollgate.loadtest.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The one certificate that a client accepts, read from the gateway's home folder. */
public final class PinnedCertificate {

  private final SSLContext context;

  private PinnedCertificate(SSLContext context) {
    this.context = context;
  }

  /**
   * @throws IOException when the file is missing or holds no certificate
   */
  public static PinnedCertificate read(Path pem) throws IOException {
    try (var input = Files.newInputStream(pem)) {
      var certificate = CertificateFactory.getInstance("X.509").generateCertificate(input);
      return new PinnedCertificate(contextFor(certificate));
    } catch (GeneralSecurityException e) {
      throw new IOException(pem + " holds no X.509 certificate in PEM form", e);
    }
  }

  private static SSLContext contextFor(Certificate certificate)
      throws GeneralSecurityException, IOException {
    var trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    trusted.setCertificateEntry("gateway", certificate);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);

    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  SSLContext context() {
    return context;
  }
}
