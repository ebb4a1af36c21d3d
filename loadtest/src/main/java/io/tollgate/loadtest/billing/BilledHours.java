package io.tollgate.loadtest.billing;

import io.tollgate.loadtest.http.Json;
import io.tollgate.loadtest.http.Reply;
import io.tollgate.loadtest.platform.GatewayFailure;
import io.tollgate.loadtest.platform.OperatorFace;
import io.tollgate.loadtest.platform.Playground;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * Hours of usage of a made-up marketplace: put into the ledger by SQL, one after the other, and then
 * collected and streamed over HTTP, which is what is timed.
 */
public final class BilledHours implements AutoCloseable {

  private static final Duration HALF_A_DAY = Duration.ofHours(12);
  private static final Duration BEFORE_COLLECTION = Duration.ofMinutes(14);
  private static final Duration COLLECTION = Duration.ofMinutes(15);

  private final Playground playground;
  private final LedgerLoad ledger;
  private final LedgerSize size;
  private final Instant firstHour;
  private int hour = -1;

  private BilledHours(
      Playground playground, LedgerLoad ledger, LedgerSize size, Instant firstHour) {
    this.playground = playground;
    this.ledger = ledger;
    this.size = size;
    this.firstHour = firstHour;
  }

  /**
   * Makes sellers, customers and instances.
   *
   * @param firstHour a full hour that the business clock has not passed
   */
  public static BilledHours prepare(Playground playground, LedgerSize size, Instant firstHour)
      throws IOException {
    createSellers(playground.operator());
    var ledger = LedgerLoad.of(playground.home(), size);
    try {
      ledger.addInstances(firstHour.minus(HALF_A_DAY));
      return new BilledHours(playground, ledger, size, firstHour);
    } catch (IOException e) {
      ledger.close();
      throw e;
    }
  }

  private static void createSellers(OperatorFace operator) throws IOException {
    for (var n = 0; n < LedgerSize.ISVS; n++) {
      expect(201, operator.createIsv("isv-" + n, "ISV " + n, "isv@example.com"));
      expect(
          201,
          operator.createProduct(Json.object()
              .put("productCode", "p-" + n)
              .put("isvId", "isv-" + n)
              .put("name", "Product " + n)
              .put("productionUrl", "http://localhost:1/produce")));
      expect(201, operator.createSku("p-" + n, sku(n)));
    }
  }

  private static JsonNode sku(int n) {
    var sku = Json.object().put("skuCode", "sku-" + n).put("chargingMode", "ON_DEMAND");
    var item = sku.putArray("items")
        .addObject()
        .put("productId", "pid-" + n)
        .put("name", "Call")
        .put("unit", "call")
        .put("cycle", "HOURLY");
    item.putObject("price")
        .put("model", "PER_UNIT")
        .put("currency", "CNY")
        .put("unitPrice", "0.0453");
    return sku;
  }

  /** Puts the next hour's usage into the ledger and goes to a minute before its collection. */
  public void addHour() throws IOException {
    hour++;
    ledger.addRecords(hour, from());
    move(end().plus(BEFORE_COLLECTION));
  }

  /** Collects that hour. */
  public void collect() throws IOException {
    move(end().plus(COLLECTION));
  }

  /** Reads the whole feed of aggregates as one stream and proves its chain. */
  public FeedStream.Read stream() throws IOException {
    return FeedStream.readAndProve(playground.billing());
  }

  /** How many records the hour brought that was added last. */
  public int records() {
    return size.recordsOf(hour);
  }

  private Instant from() {
    return firstHour.plus(Duration.ofHours(hour));
  }

  private Instant end() {
    return from().plus(Duration.ofHours(1));
  }

  private void move(Instant to) throws IOException {
    expect(200, playground.operator().moveClock(to));
  }

  private static void expect(int status, Reply reply) {
    if (reply.status() != status) {
      throw new GatewayFailure("answered " + reply.inShort() + " (expected: " + status + ")");
    }
  }

  @Override
  public void close() throws IOException {
    ledger.close();
  }
}
