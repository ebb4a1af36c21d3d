package io.tollgate.metering.account.postgres;

import io.tollgate.metering.account.CustomerLock;
import java.util.Collection;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Row locks that let foreign keys pass: whoever only refers to a customer waits for nobody. */
@Component
final class PostgresCustomerLock implements CustomerLock {

  private static final String LOCK = """
      SELECT customer_no FROM customer
      WHERE customer_no = ANY(ARRAY(%s))
      ORDER BY customer_no
      FOR NO KEY UPDATE""";

  private static final String OF_ORDER_NO =
      LOCK.formatted("SELECT customer_no FROM marketplace_order WHERE order_no = :orderNo");

  private static final String OF_ORDER_ID =
      LOCK.formatted("SELECT customer_no FROM marketplace_order WHERE order_id = :orderId");

  private static final String OF_INSTANCE =
      LOCK.formatted("SELECT customer_no FROM instance WHERE instance_no = :instanceNo");

  private static final String OF_INSTANCES =
      LOCK.formatted("SELECT customer_no FROM instance WHERE instance_id = ANY(:instanceIds)");

  private static final String OF_SLOT =
      LOCK.formatted("SELECT customer_no FROM slot WHERE slot_no = :slotNo");

  private final DatabaseClient database;

  PostgresCustomerLock(DatabaseClient database) {
    this.database = database;
  }

  @Override
  public Mono<Void> ofOrder(long orderNo) {
    return take(database.sql(OF_ORDER_NO).bind("orderNo", orderNo));
  }

  @Override
  public Mono<Void> ofOrder(String orderId) {
    return take(database.sql(OF_ORDER_ID).bind("orderId", orderId));
  }

  @Override
  public Mono<Void> ofInstance(long instanceNo) {
    return take(database.sql(OF_INSTANCE).bind("instanceNo", instanceNo));
  }

  @Override
  public Mono<Void> ofInstances(Collection<String> instanceIds) {
    return take(database.sql(OF_INSTANCES).bind("instanceIds", instanceIds.toArray(String[]::new)));
  }

  @Override
  public Mono<Void> ofSlot(long slotNo) {
    return take(database.sql(OF_SLOT).bind("slotNo", slotNo));
  }

  private static Mono<Void> take(GenericExecuteSpec lock) {
    return lock.mapValue(Integer.class).all().then();
  }
}
