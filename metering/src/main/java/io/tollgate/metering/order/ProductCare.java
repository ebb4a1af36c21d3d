package io.tollgate.metering.order;

import io.tollgate.metering.catalogue.Catalogue;
import io.tollgate.metering.catalogue.Product;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.event.Event;
import io.tollgate.metering.event.EventType;
import io.tollgate.metering.event.Events;
import io.tollgate.metering.order.FailedOrders.Tally;
import java.time.YearMonth;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Notices products whose production interface fails too many orders in a month, or on too many days
 * in a row, says so once and, where that is switched on, takes them off the market (koogallery.md section 4.7).
 */
@Component
@EnableConfigurationProperties(ProductCareProperties.class)
public class ProductCare {

  private final FailedOrders failedOrders;
  private final Catalogue catalogue;
  private final Events events;
  private final BusinessClock clock;
  private final ProductCareProperties properties;

  ProductCare(
      FailedOrders failedOrders,
      Catalogue catalogue,
      Events events,
      BusinessClock clock,
      ProductCareProperties properties) {
    this.failedOrders = failedOrders;
    this.catalogue = catalogue;
    this.events = events;
    this.clock = clock;
    this.properties = properties;
  }

  /** Joins the caller's transaction, and comes last in it, as the count is shared by all orders. */
  Mono<Void> orderFailed(long orderNo) {
    var month = YearMonth.from(clock.now().atZone(clock.zone()));
    return failedOrders
        .add(orderNo, month)
        .filter(tally -> tally.count() == properties.failedOrders() + 1)
        .flatMap(tally -> announce(tally, month).then(delist(tally.productCode())));
  }

  /** Its dial tests failed on so many days in a row. Joins the caller's transaction. */
  public Mono<Void> dialTestsFailed(String productCode, int isvNo, int failedDays) {
    return events
        .raise(new Event(
            EventType.PRODUCT_FAILING,
            isvNo,
            null,
            null,
            Map.of(
                "productCode", productCode,
                "failedDialTestDays", failedDays,
                "delisted", properties.delist())))
        .then(delist(productCode));
  }

  private Mono<Void> announce(Tally tally, YearMonth month) {
    return events.raise(new Event(
        EventType.PRODUCT_FAILING,
        tally.isvNo(),
        null,
        null,
        Map.of(
            "productCode", tally.productCode(),
            "month", month.toString(),
            "failedOrders", tally.count(),
            "delisted", properties.delist())));
  }

  private Mono<Void> delist(String productCode) {
    return properties.delist()
        ? catalogue.setState(productCode, Product.State.DELISTED).then()
        : Mono.empty();
  }
}
