package io.tollgate.metering.usage;

import static io.tollgate.metering.usage.UsageWorld.DEADLINE;

import io.tollgate.testing.Stores;
import io.tollgate.testing.WithStores;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@WithStores
@TestInstance(Lifecycle.PER_CLASS)
class PostgresUsageLedgerIT extends UsageLedgerContract {

  private UsageWorld world;

  @BeforeAll
  void build(Stores stores) throws SQLException {
    world = new UsageWorld(stores);
  }

  @AfterAll
  void close() throws SQLException {
    world.close();
  }

  @Override
  protected UsageLedger ledger() {
    return world.bean(UsageLedger.class);
  }

  @Override
  protected Subject subject() {
    var id = world.instance();
    var pack = world.packageOf(id, 1, true);
    world.execute("UPDATE quota SET granted = 10 WHERE package_no ="
        + " (SELECT instance_no FROM instance WHERE instance_id = '" + pack + "')");
    var facts = world.bean(Facts.class);
    var instance = Objects.requireNonNull(
        Objects.requireNonNull(facts.instances(List.of(id)).block(DEADLINE)).get(id));
    var key = new Facts.SlotKey(instance.customerNo(), instance.itemNo());
    var slot = Objects.requireNonNull(
        Objects.requireNonNull(facts.slots(List.of(key)).block(DEADLINE)).get(key));
    return new Subject(
        instance, slot.slotNo(), slot.packages().getFirst().quotas().getFirst());
  }
}
