package io.tollgate.metering.usage.postgres;

import io.r2dbc.postgresql.api.Notification;
import io.r2dbc.postgresql.api.PostgresqlConnection;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Wrapped;
import io.tollgate.metering.usage.FactsChange;
import io.tollgate.metering.usage.FactsChanged;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.retry.Retry;

/**
 * Announcements by {@code NOTIFY}: whoever can write a change can announce it, and no third store
 * has to be there. Listening again after a lost connection forgets everything.
 */
@Component
final class PostgresFactsChanged implements FactsChanged, DisposableBean {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresFactsChanged.class);
  private static final String CHANNEL = "tollgate_facts";

  private final DatabaseClient database;
  private final Sinks.Many<FactsChange> changes = Sinks.many().multicast().directBestEffort();
  private final Disposable listening;

  PostgresFactsChanged(ConnectionFactory connections, DatabaseClient database) {
    this.database = database;
    this.listening = Flux.usingWhen(connections.create(), this::listen, Connection::close)
        .doOnError(e -> LOG.warn("Stopped hearing of changed facts: {}", e.toString()))
        .retryWhen(
            Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200)).maxBackoff(Duration.ofSeconds(5)))
        .repeat()
        .subscribe(this::announceHere);
  }

  @Override
  public Mono<Void> publish(List<FactsChange> changed) {
    return Mono.fromRunnable(() -> changed.forEach(this::announceHere))
        .then(database
            .sql("SELECT pg_notify('" + CHANNEL + "', fact) FROM unnest($1::text[]) AS fact")
            .bind("$1", changed.stream().map(PostgresFactsChanged::encode).toArray(String[]::new))
            .fetch()
            .rowsUpdated()
            .doOnError(e -> LOG.warn("Could not tell other nodes of {}", changed, e))
            .onErrorComplete())
        .then();
  }

  @Override
  public Flux<FactsChange> changes() {
    return changes.asFlux();
  }

  private Flux<FactsChange> listen(Connection connection) {
    var postgres = unwrap(connection);
    return postgres
        .createStatement("LISTEN " + CHANNEL)
        .execute()
        .flatMap(result -> result.getRowsUpdated())
        .thenMany(Flux.concat(
            Mono.just((FactsChange) new FactsChange.OfEverything()),
            postgres.getNotifications().map(PostgresFactsChanged::decode)));
  }

  private synchronized void announceHere(FactsChange change) {
    changes.tryEmitNext(change);
  }

  private static PostgresqlConnection unwrap(Connection connection) {
    return switch (connection) {
      case PostgresqlConnection postgres -> postgres;
      case Wrapped<?> wrapped -> unwrap((Connection) wrapped.unwrap());
      default -> throw new IllegalStateException("Not PostgreSQL: " + connection.getClass());
    };
  }

  private static String encode(FactsChange change) {
    return switch (change) {
      case FactsChange.OfInstance(var instanceNo) -> "instance:" + instanceNo;
      case FactsChange.OfSlot(var customerNo, var itemNo) -> "slot:" + customerNo + ":" + itemNo;
      case FactsChange.OfProduct(var productNo) -> "product:" + productNo;
      case FactsChange.OfIsv(var isvNo) -> "isv:" + isvNo;
      case FactsChange.OfEverything everything -> "everything";
    };
  }

  private static FactsChange decode(Notification notification) {
    var parts = Objects.requireNonNullElse(notification.getParameter(), "").split(":", -1);
    return switch (parts[0]) {
      case "instance" -> FactsChange.instance(Long.parseLong(parts[1]));
      case "slot" -> FactsChange.slot(Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
      case "product" -> FactsChange.product(Integer.parseInt(parts[1]));
      case "isv" -> FactsChange.isv(Integer.parseInt(parts[1]));
      default -> new FactsChange.OfEverything();
    };
  }

  @Override
  public void destroy() {
    listening.dispose();
  }
}
