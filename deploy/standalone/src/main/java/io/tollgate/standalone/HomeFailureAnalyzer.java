package io.tollgate.standalone;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Shows what is wrong with the home and what to do, without a stack trace. */
final class HomeFailureAnalyzer extends AbstractFailureAnalyzer<HomeUnusableException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, HomeUnusableException cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.remedy(), cause);
  }
}
