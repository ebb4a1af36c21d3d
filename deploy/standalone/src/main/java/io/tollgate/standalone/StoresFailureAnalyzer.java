package io.tollgate.standalone;

import io.tollgate.embedded.StoresUnavailableException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows why the embedded stores do not run; the message itself says what to do. */
final class StoresFailureAnalyzer extends AbstractFailureAnalyzer<StoresUnavailableException> {

  @Override
  protected @Nullable FailureAnalysis analyze(
      Throwable rootFailure, StoresUnavailableException cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), null, cause);
  }
}
