package io.tollgate.gateway.start;

/** TLS is on, and nothing says with which certificate. */
final class MissingCertificateException extends RuntimeException {

  MissingCertificateException() {
    super("server.ssl.enabled: true without a certificate (expected: a certificate and its key)");
  }
}
