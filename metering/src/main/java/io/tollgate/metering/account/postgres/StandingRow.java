package io.tollgate.metering.account.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.row.Columns;
import io.tollgate.rules.standing.Standing;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A standing as its columns hold it. */
record StandingRow(
    String standing,
    @Nullable Instant since,
    @Nullable Instant graceEndsAt,
    @Nullable Instant retentionEndsAt) {

  static StandingRow read(Readable row) {
    return new StandingRow(
        Columns.text(row, "standing"),
        row.get("negative_since", Instant.class),
        row.get("grace_ends_at", Instant.class),
        row.get("retention_ends_at", Instant.class));
  }

  Standing asStanding() {
    return switch (standing) {
      case "GRACE" ->
        new Standing.Grace(
            required(since, "negative_since"), required(graceEndsAt, "grace_ends_at"));
      case "RETENTION" ->
        new Standing.Retention(
            required(since, "negative_since"), required(retentionEndsAt, "retention_ends_at"));
      default -> new Standing.Good();
    };
  }

  private static Instant required(@Nullable Instant value, String column) {
    return Objects.requireNonNull(value, column);
  }
}
