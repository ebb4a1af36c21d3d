package io.tollgate.metering.usage.postgres;

import static java.util.stream.Collectors.toMap;

import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import io.r2dbc.spi.Readable;
import io.tollgate.metering.usage.KnownRecord;
import io.tollgate.metering.usage.RecordOutcome;
import io.tollgate.metering.usage.UsageLedger;
import io.tollgate.metering.usage.UsageRecord;
import io.tollgate.metering.usage.UsageRecord.Window;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

@Component
final class PostgresUsageLedger implements UsageLedger {

  private static final String DRAWN_WITHIN_GRANTED = "quota_drawn_within_granted";

  private static final String FIND = """
      SELECT k.isv_no, k.metering_sn, k.instance_no, k.begin_time, k.end_time, k.package_no,
        k.record_time, k.units, k.record_no, k.slot_seq
      FROM unnest($1::int[], $2::text[]) AS asked (isv_no, metering_sn)
      JOIN usage_identity k USING (isv_no, metering_sn)
      UNION
      SELECT k.isv_no, k.metering_sn, k.instance_no, k.begin_time, k.end_time, k.package_no,
        k.record_time, k.units, k.record_no, k.slot_seq
      FROM unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[])
        AS asked (instance_no, begin_second, end_second, package_no)
      JOIN usage_identity k ON k.instance_no = asked.instance_no
        AND k.begin_time = to_timestamp(asked.begin_second)
        AND k.end_time = to_timestamp(asked.end_second)
        AND k.package_no = asked.package_no
      """;

  private static final String OUTCOMES = """
      SELECT r.record_no, r.on_demand_units, r.overage_units, d.units,
        package.instance_id AS package_instance_id, quota.granted - quota.drawn AS left_units
      FROM usage_record r
      LEFT JOIN LATERAL unnest(r.draw_quotas, r.draw_units) WITH ORDINALITY
        AS d (quota_no, units, place) ON true
      LEFT JOIN quota ON quota.quota_no = d.quota_no
      LEFT JOIN instance package ON package.instance_no = quota.package_no
      WHERE r.record_no = ANY ($1)
      ORDER BY r.record_no, d.place
      """;

  private static final String LEFT = """
      SELECT quota_no, granted - drawn AS left_units, greatest(asked_seq, fixed_seq) AS last_seq
      FROM quota WHERE slot_no = $1
      """;

  private static final String SLOTS = "SELECT slot_no FROM slot ORDER BY slot_no";

  private static final String LEFT_UNITS_OF = """
      SELECT quota_no, slot_no, granted - drawn AS left_units, drawn_seq, fixed_seq
      FROM quota WHERE quota_no = ANY ($1)
      """;

  private static final String REFUSE = """
      INSERT INTO usage_refused
        (isv_no, metering_sn, instance_id, content, error_code, error_msg, refused_at)
      SELECT isv_no, metering_sn, instance_id,
        jsonb_build_object('instance_id', instance_id, 'metering_sn', metering_sn,
          'record_time', record_time, 'begin_time', begin_time, 'end_time', end_time,
          'usage_value', usage_value, 'relate_pkg_instance', package),
        error_code, error_msg, $11
      FROM unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
          $8::text[], $9::text[], $10::text[])
        AS refused (isv_no, metering_sn, instance_id, record_time, begin_time, end_time,
          usage_value, package, error_code, error_msg)
      """;

  private final ConnectionFactory connections;
  private final DatabaseClient database;

  PostgresUsageLedger(ConnectionFactory connections, DatabaseClient database) {
    this.connections = connections;
    this.database = database;
  }

  @Override
  public Mono<Commit> commit(List<Entry> entries, Instant acceptedAt) {
    return Mono.usingWhen(
            connections.create(),
            connection -> write(connection, entries, acceptedAt),
            Connection::close)
        .retryWhen(Retry.max(1).filter(PostgresUsageLedger::hasMissedItsMonth))
        .onErrorResume(PostgresUsageLedger::isDispute, e -> disputed(entries));
  }

  private static Mono<Commit> write(
      Connection connection, List<Entry> entries, Instant acceptedAt) {
    return Flux.from(CommitStatement.of(connection, entries, acceptedAt).execute())
        .flatMap(result -> result.map(row -> CommitStatement.decode(row, entries.size())))
        .<Commit>cast(Commit.class)
        .single();
  }

  /**
   * A month was attached between the statement's start and its first row, which the default partition
   * then refuses. Nothing was written, and the next try finds the month.
   */
  private static boolean hasMissedItsMonth(Throwable error) {
    return error instanceof R2dbcDataIntegrityViolationException
        && String.valueOf(error.getMessage()).contains("violates partition constraint");
  }

  private static boolean isDispute(Throwable error) {
    return error instanceof R2dbcDataIntegrityViolationException
        && String.valueOf(error.getMessage()).contains(DRAWN_WITHIN_GRANTED);
  }

  /**
   * Finds the slots whose proposals do not fit the ledger. Where none is found, because the ledger
   * moved on meanwhile, all that drew are named: asking again is safe, and guessing is not.
   */
  private Mono<Commit> disputed(List<Entry> entries) {
    var asked = AskedQuota.of(entries);
    return database
        .sql(LEFT_UNITS_OF)
        .bind("$1", asked.keySet().toArray(Long[]::new))
        .map(row -> {
          var quota = Objects.requireNonNull(asked.get(number(row, "quota_no")));
          var fits = quota.fits(
              number(row, "left_units"), number(row, "drawn_seq"), number(row, "fixed_seq"));
          return fits ? -1L : number(row, "slot_no");
        })
        .all()
        .filter(slot -> slot >= 0)
        .distinct()
        .collectList()
        .map(slots -> new Commit.Disputed(slots.isEmpty() ? drawingSlots(entries) : slots));
  }

  private static List<Long> drawingSlots(List<Entry> entries) {
    return entries.stream()
        .filter(entry -> !entry.drawnUnits().isEmpty())
        .map(entry -> entry.record().slotNo())
        .distinct()
        .toList();
  }

  @Override
  public Mono<Known> find(Collection<UsageRecord> records) {
    var named = records.stream().filter(record -> record.meteringSn() != null).toList();
    return database
        .sql(FIND)
        .bind("$1", named.stream().map(record -> record.instance().isvNo()).toArray(Integer[]::new))
        .bind(
            "$2",
            named.stream()
                .map(record -> Objects.requireNonNull(record.meteringSn()))
                .toArray(String[]::new))
        .bind("$3", longs(records, record -> record.instance().instanceNo()))
        .bind("$4", longs(records, record -> record.beginTime().getEpochSecond()))
        .bind("$5", longs(records, record -> record.endTime().getEpochSecond()))
        .bind("$6", longs(records, UsageRecord::packageNo))
        .map(PostgresUsageLedger::known)
        .all()
        .collectList()
        .map(PostgresUsageLedger::byIdentity);
  }

  private static Known byIdentity(List<KnownRecord> found) {
    var bySn = found.stream()
        .filter(known -> known.meteringSn() != null)
        .collect(toMap(
            known -> new SnKey(known.isvNo(), Objects.requireNonNull(known.meteringSn())),
            Function.identity(),
            (one, same) -> one));
    var byWindow =
        found.stream().collect(toMap(KnownRecord::window, Function.identity(), (one, same) -> one));
    return new Known(bySn, byWindow);
  }

  private static KnownRecord known(Readable row) {
    return new KnownRecord(
        Objects.requireNonNull(row.get("isv_no", Integer.class)),
        row.get("metering_sn", String.class),
        new Window(
            number(row, "instance_no"),
            instant(row, "begin_time"),
            instant(row, "end_time"),
            number(row, "package_no")),
        instant(row, "record_time"),
        number(row, "units"),
        number(row, "record_no"),
        number(row, "slot_seq"));
  }

  @Override
  public Mono<Map<Long, RecordOutcome.Accepted>> outcomes(Collection<KnownRecord> records) {
    return database
        .sql(OUTCOMES)
        .bind("$1", records.stream().map(KnownRecord::recordNo).toArray(Long[]::new))
        .map(OutcomeRow::of)
        .all()
        .collect(HashMap<Long, RecordOutcome.Accepted>::new, PostgresUsageLedger::collect)
        .map(Map::copyOf);
  }

  private static void collect(Map<Long, RecordOutcome.Accepted> outcomes, OutcomeRow row) {
    outcomes.merge(row.recordNo(), row.outcome(), (one, more) -> {
      var drawn = new ArrayList<>(one.drawn());
      drawn.addAll(more.drawn());
      return new RecordOutcome.Accepted(drawn, one.onDemandUnits(), one.overageUnits());
    });
  }

  private record OutcomeRow(long recordNo, RecordOutcome.Accepted outcome) {

    static OutcomeRow of(Readable row) {
      var packageId = row.get("package_instance_id", String.class);
      var drawn = packageId == null
          ? List.<RecordOutcome.PackageDraw>of()
          : List.of(new RecordOutcome.PackageDraw(
              packageId, number(row, "units"), number(row, "left_units")));
      return new OutcomeRow(
          number(row, "record_no"),
          new RecordOutcome.Accepted(
              drawn, number(row, "on_demand_units"), number(row, "overage_units")));
    }
  }

  @Override
  public Mono<Left> left(long slotNo) {
    return database
        .sql(LEFT)
        .bind("$1", slotNo)
        .map(row ->
            new LeftOf(number(row, "quota_no"), number(row, "left_units"), number(row, "last_seq")))
        .all()
        .collectList()
        .map(all -> new Left(
            all.stream().collect(toMap(LeftOf::quotaNo, LeftOf::units)),
            all.stream().mapToLong(LeftOf::lastSequence).max().orElse(0)));
  }

  private record LeftOf(long quotaNo, long units, long lastSequence) {}

  @Override
  public Flux<Long> slots() {
    return database.sql(SLOTS).map(row -> number(row, "slot_no")).all();
  }

  @Override
  public Mono<Void> refuse(List<Refusal> refusals, Instant refusedAt) {
    if (refusals.isEmpty()) {
      return Mono.empty();
    }
    var statement = database
        .sql(REFUSE)
        .bind("$1", refusals.stream().map(Refusal::isvNo).toArray(Integer[]::new))
        .bind("$2", texts(refusals, refusal -> refusal.reported().meteringSn()))
        .bind("$3", texts(refusals, refusal -> refusal.reported().instanceId()))
        .bind("$4", texts(refusals, refusal -> refusal.reported().recordTime()))
        .bind("$5", texts(refusals, refusal -> refusal.reported().beginTime()))
        .bind("$6", texts(refusals, refusal -> refusal.reported().endTime()))
        .bind("$7", texts(refusals, refusal -> refusal.reported().usageValue()))
        .bind("$8", texts(refusals, refusal -> refusal.reported().packageInstanceId()))
        .bind("$9", texts(refusals, refusal -> refusal.fault().code()))
        .bind("$10", texts(refusals, refusal -> refusal.fault().message()))
        .bind("$11", refusedAt);
    return statement.then();
  }

  private static String[] texts(List<Refusal> refusals, Function<Refusal, @Nullable String> text) {
    return refusals.stream().map(text).map(PostgresUsageLedger::storable).toArray(String[]::new);
  }

  /** PostgreSQL cannot store the character NUL; nothing else is lost of what was sent. */
  private static @Nullable String storable(@Nullable String text) {
    return text == null ? null : text.replace('\0', '\uFFFD');
  }

  private static Long[] longs(Collection<UsageRecord> records, Function<UsageRecord, Long> number) {
    return records.stream().map(number).toArray(Long[]::new);
  }

  private static long number(Readable row, String column) {
    return Objects.requireNonNull(row.get(column, Long.class), column);
  }

  private static Instant instant(Readable row, String column) {
    return Objects.requireNonNull(row.get(column, OffsetDateTime.class), column).toInstant();
  }
}
