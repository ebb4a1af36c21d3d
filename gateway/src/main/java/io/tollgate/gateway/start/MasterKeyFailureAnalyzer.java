package io.tollgate.gateway.start;

import io.tollgate.metering.secret.UnusableMasterKeyException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A master key that is missing or none. */
final class MasterKeyFailureAnalyzer extends AbstractFailureAnalyzer<UnusableMasterKeyException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, UnusableMasterKeyException cause) {
    return new FailureAnalysis(
        String.valueOf(cause.getMessage()),
        "Set tollgate.master-key (or the environment variable TOLLGATE_MASTER_KEY) to 32 bytes in"
            + " base64, as `openssl rand -base64 32` writes them. Keep it: what was stored with one"
            + " key cannot be read with another.",
        cause);
  }
}
