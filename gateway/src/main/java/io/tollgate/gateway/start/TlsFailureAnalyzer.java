package io.tollgate.gateway.start;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** TLS is on unless it is switched off, and needs a certificate. */
final class TlsFailureAnalyzer extends AbstractFailureAnalyzer<MissingCertificateException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, MissingCertificateException cause) {
    return new FailureAnalysis(
        String.valueOf(cause.getMessage()),
        "Set server.ssl.certificate and server.ssl.certificate-private-key (PEM files),"
            + " server.ssl.bundle or server.ssl.key-store; or server.ssl.enabled=false behind a"
            + " proxy that ends TLS.",
        cause);
  }
}
