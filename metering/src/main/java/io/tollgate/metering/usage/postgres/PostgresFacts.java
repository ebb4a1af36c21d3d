package io.tollgate.metering.usage.postgres;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.usage.Facts;
import io.tollgate.metering.usage.InstanceFacts;
import io.tollgate.metering.usage.InstanceFacts.Freeze;
import io.tollgate.metering.usage.SlotFacts;
import io.tollgate.metering.usage.SlotFacts.PackageFacts;
import io.tollgate.rules.quota.Quota;
import io.tollgate.rules.quota.QuotaPeriod;
import io.tollgate.rules.usage.Cycle;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Facts as the ledger has them now, a whole set in one query. */
@Component("ledgerFacts")
final class PostgresFacts implements Facts {

  /** An item of a package has no cycle; nothing is collected for it, so any will do. */
  private static final Cycle NO_CYCLE = Cycle.HOURLY;

  private static final String INSTANCES = """
      SELECT i.instance_no, i.instance_id, i.isv_no, i.customer_no, i.item_no, i.product_no, i.kind, i.state,
        v.state AS isv_state,
        p.state AS product_state, p.over_quota, b.cycle, i.activated_at, i.released_at,
        ARRAY(SELECT c.occurred_at FROM state_change c WHERE c.instance_no = i.instance_no
          AND c.to_state = 'FROZEN' AND c.from_state <> 'FROZEN' ORDER BY c.version) AS frozen_at,
        ARRAY(SELECT c.occurred_at FROM state_change c WHERE c.instance_no = i.instance_no
          AND c.from_state = 'FROZEN' AND c.to_state <> 'FROZEN' ORDER BY c.version) AS thawed_at
      FROM instance i
      JOIN isv v ON v.isv_no = i.isv_no
      JOIN product p ON p.product_no = i.product_no
      JOIN billing_item b ON b.item_no = i.item_no
      WHERE i.instance_id = ANY ($1)
      """;

  private static final String SLOTS = """
      SELECT s.customer_no, s.item_no, s.slot_no, q.quota_no, q.package_no, q.valid_from,
        q.valid_to, q.granted, q.stop_before_excess, q.purchased_at, package.instance_id,
        package.released_at
      FROM unnest($1::int[], $2::int[]) AS asked (customer_no, item_no)
      JOIN slot s ON s.customer_no = asked.customer_no AND s.item_no = asked.item_no
      LEFT JOIN quota q ON q.slot_no = s.slot_no
      LEFT JOIN instance package ON package.instance_no = q.package_no
      ORDER BY s.slot_no, q.purchased_at, q.package_no, q.valid_from
      """;

  private final DatabaseClient database;

  PostgresFacts(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Mono<Map<String, InstanceFacts>> instances(Collection<String> instanceIds) {
    return database
        .sql(INSTANCES)
        .bind("$1", instanceIds.stream().filter(id -> id.indexOf('\0') < 0).toArray(String[]::new))
        .map(PostgresFacts::instance)
        .all()
        .collectMap(InstanceFacts::instanceId);
  }

  @Override
  public Mono<Map<SlotKey, SlotFacts>> slots(Collection<SlotKey> keys) {
    return database
        .sql(SLOTS)
        .bind("$1", keys.stream().map(SlotKey::customerNo).toArray(Integer[]::new))
        .bind("$2", keys.stream().map(SlotKey::itemNo).toArray(Integer[]::new))
        .map(SlotRow::of)
        .all()
        .collectList()
        .map(rows -> slots(keys, rows));
  }

  private static Map<SlotKey, SlotFacts> slots(Collection<SlotKey> keys, List<SlotRow> rows) {
    var slots = new LinkedHashMap<SlotKey, SlotFacts>();
    for (var key : keys) {
      slots.put(key, new SlotFacts(0, List.of()));
    }
    rows.stream()
        .collect(groupingBy(SlotRow::key, LinkedHashMap::new, toList()))
        .forEach((key, ofSlot) -> slots.put(key, slot(ofSlot)));
    return slots;
  }

  private static SlotFacts slot(List<SlotRow> rows) {
    var packages = new LinkedHashMap<Long, PackageFacts>();
    for (var row : rows) {
      var quota = row.quota();
      if (quota != null) {
        packages.merge(
            row.packageNo(),
            new PackageFacts(
                row.packageNo(),
                quota.packageInstanceId(),
                quota.stopBeforeExcess(),
                row.releasedAt(),
                List.of(quota)),
            PostgresFacts::together);
      }
    }
    return new SlotFacts(rows.getFirst().slotNo(), List.copyOf(packages.values()));
  }

  private static PackageFacts together(PackageFacts one, PackageFacts more) {
    var quotas = new ArrayList<>(one.quotas());
    quotas.addAll(more.quotas());
    return new PackageFacts(
        one.packageNo(), one.packageInstanceId(), one.stopBeforeExcess(), one.releasedAt(), quotas);
  }

  private static InstanceFacts instance(Readable row) {
    var cycle = row.get("cycle", String.class);
    return new InstanceFacts(
        number(row, "instance_no"),
        text(row, "instance_id"),
        (int) number(row, "isv_no"),
        (int) number(row, "customer_no"),
        (int) number(row, "item_no"),
        (int) number(row, "product_no"),
        "SUSPENDED".equals(text(row, "isv_state")),
        "ON_DEMAND".equals(text(row, "kind")),
        text(row, "state"),
        "DELISTED".equals(text(row, "product_state")),
        "REJECT".equals(text(row, "over_quota")),
        cycle == null ? NO_CYCLE : Cycle.valueOf(cycle),
        instant(row, "activated_at"),
        freezes(instants(row, "frozen_at"), instants(row, "thawed_at")),
        instant(row, "released_at"));
  }

  /** Freezes and thaws alternate; a last freeze without a thaw lasts. */
  private static List<Freeze> freezes(OffsetDateTime[] frozenAt, OffsetDateTime[] thawedAt) {
    var freezes = new ArrayList<Freeze>();
    for (var i = 0; i < frozenAt.length; i++) {
      var until = i < thawedAt.length ? thawedAt[i].toInstant() : null;
      freezes.add(new Freeze(frozenAt[i].toInstant(), until));
    }
    return freezes;
  }

  private record SlotRow(
      SlotKey key,
      long slotNo,
      long packageNo,
      @Nullable Instant releasedAt,
      @Nullable Quota quota) {

    static SlotRow of(Readable row) {
      var quotaNo = row.get("quota_no", Long.class);
      return new SlotRow(
          new SlotKey((int) number(row, "customer_no"), (int) number(row, "item_no")),
          number(row, "slot_no"),
          quotaNo == null ? 0 : number(row, "package_no"),
          instant(row, "released_at"),
          quotaNo == null ? null : quota(row, quotaNo));
    }

    private static Quota quota(Readable row, long quotaNo) {
      return new Quota(
          quotaNo,
          text(row, "instance_id"),
          new QuotaPeriod(
              Objects.requireNonNull(instant(row, "valid_from")),
              Objects.requireNonNull(instant(row, "valid_to"))),
          number(row, "granted"),
          Boolean.TRUE.equals(row.get("stop_before_excess", Boolean.class)),
          Objects.requireNonNull(instant(row, "purchased_at")));
    }
  }

  private static long number(Readable row, String column) {
    return Objects.requireNonNull(row.get(column, Number.class), column).longValue();
  }

  private static String text(Readable row, String column) {
    return Objects.requireNonNull(row.get(column, String.class), column);
  }

  private static @Nullable Instant instant(Readable row, String column) {
    var value = row.get(column, OffsetDateTime.class);
    return value == null ? null : value.toInstant();
  }

  private static OffsetDateTime[] instants(Readable row, String column) {
    var value = row.get(column, OffsetDateTime[].class);
    return value == null ? new OffsetDateTime[0] : value;
  }
}
