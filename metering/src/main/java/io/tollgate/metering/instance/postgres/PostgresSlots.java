package io.tollgate.metering.instance.postgres;

import static io.tollgate.metering.row.Columns.integer;
import static io.tollgate.metering.row.Columns.number;
import static io.tollgate.metering.row.Columns.text;
import static io.tollgate.metering.row.Columns.value;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.instance.Slots;
import io.tollgate.metering.row.Binding;
import io.tollgate.rules.quota.Grant;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@Component
final class PostgresSlots implements Slots {

  private static final String SLOT_COLUMNS = """
      s.slot_no, s.customer_no, s.item_no, p.isv_no, b.product_id, s.exhausted_at,
      p.exhaustion_action, p.exhaustion_retention""";

  private static final String SLOT_SOURCE = """
      FROM slot s
      JOIN billing_item b ON b.item_no = s.item_no
      JOIN sku k ON k.sku_no = b.sku_no
      JOIN product p ON p.product_no = k.product_no""";

  private static final String OPEN = """
      INSERT INTO slot (customer_no, item_no)
      SELECT :customerNo, item_no FROM billing_item WHERE product_id = :productId
      ON CONFLICT (customer_no, item_no) DO UPDATE SET version = slot.version + 1
      RETURNING slot_no""";

  private static final String LOCK = "SELECT " + SLOT_COLUMNS + "\n" + SLOT_SOURCE + """

      WHERE s.slot_no = :slotNo
      FOR NO KEY UPDATE OF s""";

  private static final String GRANT = """
      INSERT INTO quota (package_no, slot_no, valid_from, valid_to, granted, stop_before_excess,
                         purchased_at)
      SELECT :packageNo, :slotNo, valid_from, valid_to, granted, :stopBeforeExcess, :purchasedAt
      FROM unnest(:from::timestamptz[], :to::timestamptz[], :granted::bigint[])
        AS period(valid_from, valid_to, granted)""";

  private static final String SLOTS_OF_PACKAGE = """
      UPDATE slot SET version = version + 1
      WHERE slot_no IN (
        SELECT s.slot_no FROM slot s
        WHERE s.slot_no IN (SELECT slot_no FROM quota WHERE package_no = :packageNo)
        ORDER BY s.slot_no FOR NO KEY UPDATE)
      RETURNING slot_no""";

  /** In the order in which a commit of usage locks them. */
  private static final String LOCK_QUOTAS =
      "SELECT quota_no FROM quota WHERE package_no = :packageNo ORDER BY quota_no FOR UPDATE";

  /** A period that has not begun lapses whole; of one under way, what was drawn stays drawn. */
  private static final String LAPSE =
      "DELETE FROM quota WHERE package_no = :packageNo AND valid_from >= :at AND drawn = 0";

  private static final String END = """
      UPDATE quota SET valid_to = greatest(:at, valid_from + interval '1 microsecond'),
                       planned_to = coalesce(planned_to, valid_to)
      WHERE package_no = :packageNo AND valid_to > :at""";

  private static final String STOP_BEFORE_EXCESS = """
      SELECT count(*) > 0 AS ever,
             coalesce(bool_or(valid_to > :now AND drawn < granted), false) AS usable
      FROM quota
      WHERE slot_no = :slotNo AND stop_before_excess AND valid_from <= :now""";

  private static final String EXHAUSTED =
      "UPDATE slot SET exhausted_at = :at WHERE slot_no = :slotNo";

  private static final String QUOTA = """
      SELECT q.slot_no, i.isv_no, i.customer_no, q.package_no, i.instance_id, b.product_id,
             q.stop_before_excess, q.granted, q.drawn
      FROM quota q
      JOIN instance i ON i.instance_no = q.package_no
      JOIN slot s ON s.slot_no = q.slot_no
      JOIN billing_item b ON b.item_no = s.item_no
      WHERE q.quota_no = :quotaNo""";

  private final DatabaseClient database;

  PostgresSlots(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Mono<Slot> open(int customerNo, String productId) {
    return database
        .sql(OPEN)
        .bind("customerNo", customerNo)
        .bind("productId", productId)
        .mapValue(Long.class)
        .one()
        .flatMap(this::lock);
  }

  @Override
  public Mono<Slot> lock(long slotNo) {
    return database.sql(LOCK).bind("slotNo", slotNo).map(PostgresSlots::slot).one();
  }

  private static Slot slot(Readable row) {
    return new Slot(
        number(row, "slot_no"),
        integer(row, "customer_no"),
        integer(row, "item_no"),
        integer(row, "isv_no"),
        text(row, "product_id"),
        row.get("exhausted_at", Instant.class),
        text(row, "exhaustion_action").equals("FREEZE"),
        text(row, "exhaustion_retention"));
  }

  @Override
  public Mono<Void> grant(
      Slot slot,
      long packageNo,
      List<Grant> grants,
      boolean stopBeforeExcess,
      Instant purchasedAt) {
    return database
        .sql(GRANT)
        .bind("packageNo", packageNo)
        .bind("slotNo", slot.slotNo())
        .bind("from", grants.stream().map(grant -> grant.period().from()).toArray(Instant[]::new))
        .bind("to", grants.stream().map(grant -> grant.period().to()).toArray(Instant[]::new))
        .bind("granted", grants.stream().map(grant -> grant.granted().units()).toArray(Long[]::new))
        .bind("stopBeforeExcess", stopBeforeExcess)
        .bind("purchasedAt", purchasedAt)
        .then();
  }

  @Override
  public Flux<Slot> endPackage(long packageNo, Instant at) {
    return database
        .sql(SLOTS_OF_PACKAGE)
        .bind("packageNo", packageNo)
        .mapValue(Long.class)
        .all()
        .collectList()
        .flatMapMany(slotNos -> lockQuotas(packageNo)
            .then(change(LAPSE, packageNo, at))
            .then(change(END, packageNo, at))
            .thenMany(Flux.fromIterable(slotNos)))
        .concatMap(this::lock);
  }

  private Mono<Void> lockQuotas(long packageNo) {
    return database
        .sql(LOCK_QUOTAS)
        .bind("packageNo", packageNo)
        .mapValue(Long.class)
        .all()
        .then();
  }

  private Mono<Void> change(String statement, long packageNo, Instant at) {
    return database.sql(statement).bind("packageNo", packageNo).bind("at", at).then();
  }

  @Override
  public Mono<StopBeforeExcess> stopBeforeExcess(long slotNo, Instant now) {
    return database
        .sql(STOP_BEFORE_EXCESS)
        .bind("slotNo", slotNo)
        .bind("now", now)
        .map(row -> new StopBeforeExcess(
            value(row, "ever", Boolean.class), value(row, "usable", Boolean.class)))
        .one();
  }

  @Override
  public Mono<Void> exhausted(long slotNo, @Nullable Instant at) {
    return database
        .sql(EXHAUSTED)
        .bind("slotNo", slotNo)
        .bind("at", Binding.nullable(at, Instant.class))
        .then();
  }

  @Override
  public Mono<QuotaLevel> quota(long quotaNo) {
    return database
        .sql(QUOTA)
        .bind("quotaNo", quotaNo)
        .map(row -> new QuotaLevel(
            number(row, "slot_no"),
            integer(row, "isv_no"),
            integer(row, "customer_no"),
            number(row, "package_no"),
            text(row, "instance_id"),
            text(row, "product_id"),
            value(row, "stop_before_excess", Boolean.class),
            number(row, "granted"),
            number(row, "drawn")))
        .one();
  }
}
