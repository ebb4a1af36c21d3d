package io.tollgate.gateway.start;

import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A database of another version, half migrated, or not there. */
final class SchemaFailureAnalyzer extends AbstractFailureAnalyzer<FlywayException> {

  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, FlywayException cause) {
    if (cause instanceof FlywayValidateException) {
      return new FailureAnalysis(
          "The database does not have the schema that this version of Tollgate expects: "
              + fault(cause),
          "Start the version that wrote the database, or restore a backup (docs/guides/backup.md)."
              + " Nothing was changed.",
          cause);
    }
    return new FailureAnalysis(
        "The database could not be brought up to date: " + firstLine(cause),
        "Check that PostgreSQL answers at spring.r2dbc.url and that its user may create tables.",
        cause);
  }

  /** The first line only says that something is wrong; the second says what. */
  private static String fault(FlywayException cause) {
    return String.valueOf(cause.getMessage())
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("Detected") || line.startsWith("Migration"))
        .findFirst()
        .orElseGet(() -> firstLine(cause));
  }

  private static String firstLine(Throwable cause) {
    var message = String.valueOf(cause.getMessage()).strip();
    var end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
