package io.tollgate.metering.order;

import io.tollgate.metering.delivery.Generation;
import io.tollgate.metering.order.OrderOutcome.Line;
import io.tollgate.rules.catalogue.Sku;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.standing.CustomerType;
import java.time.Instant;
import java.util.Collection;
import java.util.Currency;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Where orders are kept, and what placing one needs to know. All calls join the transaction. */
public interface OrderStore {

  /** The customer, locked against other orders until the transaction ends. */
  Mono<Buyer> buyer(String customerId);

  /** The same by our own number. */
  Mono<Buyer> buyer(int customerNo);

  /** What is sold under a specification; empty when there is none. */
  Mono<Offer> offer(String skuCode);

  /** The same by our own number. */
  Mono<Offer> offer(int skuNo);

  /** Those of these billing items that the customer has no pay-per-use instance of. */
  Mono<List<String>> notOpen(int customerNo, Collection<String> productIds);

  /** Whether the customer has had a trial of the product. */
  Mono<Boolean> hasTried(int customerNo, int productNo);

  /** Adds an order with its lines; emits its number. */
  Mono<Long> add(PlacedOrder order);

  /** The order, locked until the transaction ends. */
  Mono<OrderRow> lock(long orderNo);

  /** The orders that brought or prolonged an instance, the latest first, locked. */
  Mono<List<OrderRow>> lockAbout(long instanceNo);

  /** @param effectiveAt null leaves it as it is */
  Mono<Void> setState(long orderNo, OrderState state, @Nullable Instant effectiveAt);

  /** Whether, and since when, the service that was ordered is accepted. */
  Mono<Acceptance> acceptance(long orderNo);

  /** Whether an instance of the order waits to be provisioned. */
  Mono<Boolean> isProvisioning(long orderNo);

  /** Whether an instance that the order brought is live. */
  Mono<Boolean> hasOtherLive(long orderNo);

  /**
   * What acceptance means to an order.
   *
   * @param awaited whether it opens only when it is accepted
   * @param at null until then
   */
  record Acceptance(boolean awaited, @Nullable Instant at) {}

  /** Who buys. */
  record Buyer(
      int customerNo,
      String customerId,
      String name,
      CustomerType type,
      Currency currency,
      Money balance) {}

  /** What is sold. */
  record Offer(
      int skuNo,
      int productNo,
      int isvNo,
      String productCode,
      boolean onSale,
      boolean license,
      boolean supervised,
      Generation generation,
      Sku sku) {}

  /** An order to be written. */
  record PlacedOrder(
      String orderId,
      OrderType orderType,
      int customerNo,
      int productNo,
      int skuNo,
      int quantity,
      int periods,
      OrderState state,
      Money amount,
      @Nullable Long targetInstanceNo,
      @Nullable Instant effectiveAt,
      Instant createdAt,
      List<Line> lines) {}

  /** An order as its later changes need it. */
  record OrderRow(
      long orderNo,
      String orderId,
      String orderLineId,
      OrderType orderType,
      int customerNo,
      String customerId,
      int isvNo,
      int skuNo,
      int quantity,
      int periods,
      OrderState state,
      Money amount,
      @Nullable Long targetInstanceNo,
      @Nullable Instant effectiveAt,
      Instant createdAt) {}
}
