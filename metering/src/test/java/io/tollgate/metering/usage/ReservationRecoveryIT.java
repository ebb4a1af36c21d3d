package io.tollgate.metering.usage;

import static io.tollgate.metering.usage.UsageWorld.DEADLINE;
import static io.tollgate.metering.usage.UsageWorld.usage;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.metering.quota.QuotaReservations;
import io.tollgate.metering.quota.QuotaReservations.Ask;
import io.tollgate.metering.quota.QuotaReservations.Belief;
import io.tollgate.metering.quota.QuotaReservations.Reservation;
import io.tollgate.testing.Stores;
import io.tollgate.testing.WithStores;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@WithStores
@TestInstance(Lifecycle.PER_CLASS)
class ReservationRecoveryIT {

  private UsageWorld world;
  private QuotaReservations reservations;

  @BeforeAll
  void build(Stores stores) throws SQLException {
    world = new UsageWorld(stores);
    reservations = world.bean(QuotaReservations.class);
  }

  @AfterAll
  void close() throws SQLException {
    world.close();
  }

  @Test
  void theSweeperGivesBackWhatADeadNodeHeldAndKeepsWhatItHadCommitted() throws Exception {
    var instance = world.instance();
    var pack = world.packageOf(instance, 100, true);
    world.push(usage("committed", instance, 1, "30", pack));
    holdAsADyingNodeDoes(pack, "never-committed", 500_000);

    Awaitility.await().atMost(DEADLINE).untilAsserted(() -> {
      world.bean(ReservationSweeper.class).sweep().block(DEADLINE);

      var belief = belief(pack);
      assertThat(belief.leftUnits()).containsOnly(Map.entry(quotaOf(pack), 700_000L));
      assertThat(belief.heldUnits()).containsOnly(Map.entry(quotaOf(pack), 0L));
    });
  }

  @Test
  void theSweeperLeavesAloneWhatIsOnItsWay() {
    var instance = world.instance();
    var pack = world.packageOf(instance, 100, true);
    world.push(usage("first", instance, 1, "30", pack));
    holdAsADyingNodeDoes(pack, "on-its-way", 500_000);

    world.bean(ReservationSweeper.class).sweep().block(DEADLINE);

    assertThat(belief(pack).heldUnits()).containsOnly(Map.entry(quotaOf(pack), 500_000L));
  }

  @Test
  void aRebuildEqualsTheLedgerWhateverRedisBelievedBefore() {
    var instance = world.instance();
    var pack = world.packageOf(instance, 100, true);
    world.push(usage("drawn", instance, 1, "40", pack));
    var wrong = belief(pack);
    reservations
        .load(slotOf(pack), wrong.generation(), Map.of(quotaOf(pack), 999_999L), 0)
        .block(DEADLINE);
    var rebuild = world.bean(QuotaRebuild.class);

    var before = Objects.requireNonNull(rebuild.verify().block(DEADLINE));
    var rebuilt = Objects.requireNonNull(rebuild.rebuild().block(DEADLINE));

    assertThat(before.differences())
        .contains(new QuotaRebuild.Difference(slotOf(pack), quotaOf(pack), 600_000, 999_999));
    assertThat(rebuilt.differences()).isEmpty();
    assertThat(rebuilt.quotas()).isPositive();
    assertThat(belief(pack).leftUnits()).containsOnly(Map.entry(quotaOf(pack), 600_000L));
  }

  private void holdAsADyingNodeDoes(String pack, String token, long units) {
    var ask = new Ask(token, units, false, List.of(quotaOf(pack)));
    assertThat(reservations.reserve(slotOf(pack), List.of(ask)).block(DEADLINE))
        .isInstanceOf(Reservation.Reserved.class);
  }

  private Belief belief(String pack) {
    return Objects.requireNonNull(reservations.believed(slotOf(pack)).block(DEADLINE));
  }

  private long quotaOf(String pack) {
    return world.number("SELECT quota_no " + ofPackage(pack));
  }

  private long slotOf(String pack) {
    return world.number("SELECT slot_no " + ofPackage(pack));
  }

  private static String ofPackage(String pack) {
    return "FROM quota q JOIN instance i ON i.instance_no = q.package_no WHERE i.instance_id = '"
        + pack + "'";
  }
}
