package io.tollgate.metering.collection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.metering.collection.LedgerFixture.UsageRow;
import io.tollgate.rules.usage.Cycle;
import io.tollgate.testing.Stores;
import io.tollgate.testing.WithStores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The order in which records were accepted leaves no trace where the quota covers the use. */
@WithStores
@TestInstance(Lifecycle.PER_CLASS)
class CollectionOrderIT {

  private static final int ORDERS = 20;
  private static final int RECORDS = 60;
  private static final Instant CYCLE_END = Instant.parse("2026-01-10T12:00:00Z");
  private static final CollectionDue DUE =
      CollectionDue.at(Cycle.HOURLY, Instant.parse("2026-01-10T12:15:00Z"), LedgerFixture.ZONE);

  private CollectionContext context;
  private LedgerFixture ledger;

  @BeforeAll
  void build(Stores stores) {
    context = new CollectionContext(stores.database(), CollectionContext.collectionParts());
    ledger = new LedgerFixture(stores.database());
  }

  @AfterAll
  void close() throws Exception {
    context.close();
    ledger.close();
  }

  @Test
  void twentyOrdersGiveTheSameAggregatesAndTheSameJournalByteForByte() {
    var expected = collectIn(0);

    for (var order = 1; order < ORDERS; order++) {
      assertThat(collectIn(order)).as("order %d", order).isEqualTo(expected);
    }
    assertThat(expected.documents()).hasSize(2);
  }

  private record Published(List<List<String>> documents, List<List<String>> journal) {}

  private Published collectIn(int order) {
    ledger.clear();
    var isv = ledger.isv("isv");
    var item = ledger.item(isv, "pid", Cycle.HOURLY, LedgerFixture.perUnit("0.045"));
    var customer = ledger.customer("c");
    var first = ledger.instance(item, customer, "ON_DEMAND", "inst-1");
    var second = ledger.instance(item, customer, "ON_DEMAND", "inst-2");
    var quota = ledger.quota(ledger.instance(item, customer, "PACKAGE", "pkg"), "100000");
    var places = new ArrayList<Integer>();
    for (var place = 0; place < RECORDS; place++) {
      places.add(place);
    }
    Collections.shuffle(places, new Random(order));
    for (var place : places) {
      ledger.record(new UsageRow(
          ledger.nextBatch() << 16 | 1,
          place % 2 == 0 ? first : second,
          Cycle.HOURLY,
          CYCLE_END.minusSeconds(place * 50L),
          CYCLE_END,
          place % 3 == 0 ? 12_345L + place : 0,
          0,
          List.of(quota),
          List.of(10_000L + place)));
    }
    CollectionTestRun.collect(context, DUE);
    return new Published(
        ledger.rows("SELECT document FROM aggregate ORDER BY sequence"),
        ledger.rows("SELECT entry_no, line, account, amount, currency FROM posting ORDER BY 1, 2"));
  }
}
