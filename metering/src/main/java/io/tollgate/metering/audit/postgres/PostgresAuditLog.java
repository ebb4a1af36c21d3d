package io.tollgate.metering.audit.postgres;

import io.r2dbc.postgresql.codec.Json;
import io.r2dbc.spi.Parameter;
import io.r2dbc.spi.Readable;
import io.tollgate.metering.audit.Actor;
import io.tollgate.metering.audit.AuditEntry;
import io.tollgate.metering.audit.AuditLog;
import io.tollgate.metering.row.Binding;
import io.tollgate.metering.row.Columns;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

@Component
final class PostgresAuditLog implements AuditLog {

  private static final String ADD = """
      INSERT INTO audit_entry (at, actor, action, subject, before, after)
      VALUES (clock_timestamp(), :actor, :action, :subject, :before, :after)""";

  private static final String READ = """
      SELECT audit_no, at, actor, action, subject, before::text, after::text
        FROM audit_entry
       WHERE audit_no > :position AND (:subject::text IS NULL OR subject = :subject)
       ORDER BY audit_no
       LIMIT :limit""";

  private final DatabaseClient database;
  private final JsonMapper json;

  PostgresAuditLog(DatabaseClient database, JsonMapper json) {
    this.database = database;
    this.json = json;
  }

  @Override
  public Mono<Void> record(
      String action, String subject, @Nullable Object before, @Nullable Object after) {
    return Actor.current()
        .flatMap(actor -> database
            .sql(ADD)
            .bind("actor", actor.name())
            .bind("action", action)
            .bind("subject", subject)
            .bind("before", document(before))
            .bind("after", document(after))
            .then());
  }

  private Parameter document(@Nullable Object value) {
    var document = value == null ? null : Json.of(json.writeValueAsBytes(value));
    return Binding.nullable(document, Json.class);
  }

  @Override
  public Mono<List<AuditEntry>> read(@Nullable String subject, long after, int limit) {
    return database
        .sql(READ)
        .bind("position", after)
        .bind("subject", Binding.nullable(subject, String.class))
        .bind("limit", limit)
        .map(PostgresAuditLog::entry)
        .all()
        .collectList();
  }

  private static AuditEntry entry(Readable row) {
    return new AuditEntry(
        Columns.number(row, "audit_no"),
        Columns.instant(row, "at"),
        Columns.text(row, "actor"),
        Columns.text(row, "action"),
        Columns.text(row, "subject"),
        row.get("before", String.class),
        row.get("after", String.class));
  }
}
