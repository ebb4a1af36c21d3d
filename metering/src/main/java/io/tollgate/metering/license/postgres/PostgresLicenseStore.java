package io.tollgate.metering.license.postgres;

import io.r2dbc.spi.Readable;
import io.tollgate.metering.license.License;
import io.tollgate.metering.license.License.Heartbeat;
import io.tollgate.metering.license.LicenseState;
import io.tollgate.metering.license.LicenseStore;
import io.tollgate.metering.row.Binding;
import io.tollgate.metering.row.Columns;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
final class PostgresLicenseStore implements LicenseStore {

  /** Under supervision the customer has the code once the ISV has delivered it. */
  private static final String FIND = """
      SELECT i.instance_no, i.instance_id, i.isv_no, i.state, i.activated_at, i.expire_time,
        o.order_id, o.created_at, o.quantity, b.product_id,
        NOT (p.supervised AND o.accepted_at IS NULL
          AND coalesce(o.supervision, 'SUBMIT') IN ('SUBMIT', 'CONFIRM')) AS received,
        h.at, h.third_party_account, h.ip
      FROM instance i
      JOIN product p ON p.product_no = i.product_no
      JOIN marketplace_order o ON o.order_no = i.order_no
      JOIN billing_item b ON b.item_no = i.item_no
      LEFT JOIN license_heartbeat h ON h.instance_no = i.instance_no
      WHERE i.instance_id = ANY (:codes) AND p.delivery = 'LICENSE'
      ORDER BY i.instance_id
      """;

  private static final String BEAT = """
      WITH beat AS (
        INSERT INTO license_heartbeat (instance_no, at, third_party_account, ip)
        VALUES (:instanceNo, :at, :account, :ip)
        ON CONFLICT (instance_no) DO UPDATE
          SET at = excluded.at, third_party_account = excluded.third_party_account,
            ip = excluded.ip
          WHERE license_heartbeat.at <= excluded.at)
      UPDATE instance SET last_usage_at = greatest(last_usage_at, :at)
      WHERE instance_no = :instanceNo
      """;

  private final DatabaseClient database;

  PostgresLicenseStore(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Mono<List<License>> find(Collection<String> codes, Instant now) {
    return database
        .sql(FIND)
        .bind("codes", codes.stream().filter(code -> code.indexOf('\0') < 0).toArray(String[]::new))
        .map(row -> license(row, now))
        .all()
        .collectList();
  }

  @Override
  public Mono<Void> beat(long instanceNo, Heartbeat heartbeat) {
    return database
        .sql(BEAT)
        .bind("instanceNo", instanceNo)
        .bind("at", heartbeat.at())
        .bind("account", Binding.nullable(heartbeat.thirdPartyAccount(), String.class))
        .bind("ip", Binding.nullable(heartbeat.ip(), String.class))
        .then();
  }

  private static License license(Readable row, Instant now) {
    var expireTime = row.get("expire_time", Instant.class);
    var heartbeatAt = row.get("at", Instant.class);
    return new License(
        Columns.text(row, "instance_id"),
        Columns.number(row, "instance_no"),
        Columns.integer(row, "isv_no"),
        state(Columns.text(row, "state"), expireTime, now),
        Columns.value(row, "received", Boolean.class),
        Columns.text(row, "order_id"),
        Columns.text(row, "product_id"),
        Columns.integer(row, "quantity"),
        Columns.instant(row, "created_at"),
        row.get("activated_at", Instant.class),
        expireTime,
        heartbeatAt == null
            ? null
            : new Heartbeat(
                heartbeatAt,
                row.get("third_party_account", String.class),
                row.get("ip", String.class)));
  }

  private static LicenseState state(
      String instanceState, @Nullable Instant expireTime, Instant now) {
    return switch (instanceState) {
      case "PROVISIONING" -> LicenseState.ISSUED;
      case "ACTIVE" ->
        expireTime == null || expireTime.isAfter(now) ? LicenseState.ALIVE : LicenseState.EXPIRED;
      case "FROZEN" -> LicenseState.FROZEN;
      default -> LicenseState.RELEASED;
    };
  }
}
