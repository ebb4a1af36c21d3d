package io.tollgate.metering.instance.postgres;

import io.tollgate.metering.instance.InstanceStore.NewState;
import io.tollgate.metering.instance.InstanceStore.StateChange;
import io.tollgate.metering.instance.StateNames;
import io.tollgate.rules.instance.FreezeReason;
import io.tollgate.rules.instance.InstanceState;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** Writes states and their changes, those of many instances in one statement. */
final class StateStatements {

  /**
   * Reasons come joined by commas, as arrays of arrays have to be of one length. {@code OFFSET 0}
   * keeps the planner from walking all timers in order of due time to find the smallest, which takes
   * longer the more there are.
   */
  private static final String UPDATE = """
      UPDATE instance i
      SET state = u.state, freeze_reasons = string_to_array(u.reasons, ','),
          version = i.version + 1,
          frozen_at = CASE WHEN u.state = 'FROZEN' THEN coalesce(i.frozen_at, :at)
                           WHEN u.state = 'ACTIVE' THEN NULL ELSE i.frozen_at END,
          released_at = CASE WHEN u.state = 'RELEASED' THEN :at ELSE i.released_at END,
          release_at = CASE WHEN i.state = 'PROVISIONING' THEN i.release_at ELSE (
            SELECT min(waiting.due_at)
            FROM unnest(:allReasons::text[]) AS every (reason)
            CROSS JOIN LATERAL (
              SELECT t.due_at FROM timer t
              WHERE t.kind = 'INSTANCE_RELEASE' AND t.subject = i.instance_no || ':' || every.reason
              OFFSET 0) waiting) END
      FROM unnest(:instanceNos::bigint[], :states::text[], :reasons::text[])
        AS u (instance_no, state, reasons)
      WHERE i.instance_no = u.instance_no""";

  private static final String APPEND = """
      WITH feed_end AS MATERIALIZED (SELECT pg_advisory_xact_lock(7001))
      INSERT INTO state_change (sequence, instance_no, version, from_state, to_state,
                                freeze_reasons, reason, delivery_no, occurred_at)
      SELECT nextval('state_change_no'), instance_no, version, from_state, to_state,
             string_to_array(reasons, ','), reason, delivery_no, :at
      FROM (
        SELECT u.*
        FROM feed_end, unnest(:instanceNos::bigint[], :versions::bigint[], :froms::text[],
                              :tos::text[], :reasonLists::text[], :reasons::text[],
                              :deliveryNos::bigint[])
          WITH ORDINALITY
          AS u (instance_no, version, from_state, to_state, reasons, reason, delivery_no, place)
        ORDER BY place) in_order""";

  private static final String[] ALL_REASONS =
      Arrays.stream(FreezeReason.values()).map(Enum::name).toArray(String[]::new);

  private final DatabaseClient database;

  StateStatements(DatabaseClient database) {
    this.database = database;
  }

  Mono<Void> update(List<NewState> states, Instant at) {
    return database
        .sql(UPDATE)
        .bind(
            "instanceNos",
            column(states, state -> state.before().instanceNo()).toArray(Long[]::new))
        .bind(
            "states", column(states, state -> StateNames.of(state.after())).toArray(String[]::new))
        .bind("reasons", column(states, state -> reasons(state.after())).toArray(String[]::new))
        .bind("allReasons", ALL_REASONS)
        .bind("at", at)
        .then();
  }

  Mono<Void> append(List<StateChange> changes, Instant at) {
    return database
        .sql(APPEND)
        .bind("instanceNos", column(changes, StateChange::instanceNo).toArray(Long[]::new))
        .bind("versions", column(changes, StateChange::version).toArray(Long[]::new))
        .bind(
            "froms", column(changes, change -> StateNames.of(change.from())).toArray(String[]::new))
        .bind("tos", column(changes, change -> StateNames.of(change.to())).toArray(String[]::new))
        .bind("reasonLists", column(changes, change -> reasons(change.to())).toArray(String[]::new))
        .bind("reasons", column(changes, StateChange::reason).toArray(String[]::new))
        .bind("deliveryNos", column(changes, StateChange::deliveryNo).toArray(Long[]::new))
        .bind("at", at)
        .then();
  }

  private static String reasons(InstanceState state) {
    return String.join(",", StateNames.freezeReasons(state));
  }

  private static <R, T extends @Nullable Object> Stream<T> column(
      List<R> rows, Function<R, T> member) {
    return rows.stream().map(member);
  }
}
