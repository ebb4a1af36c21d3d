package io.tollgate.metering.quota.redis;

import io.tollgate.metering.quota.QuotaReservations;
import io.tollgate.metering.quota.QuotaReservationsContract;
import io.tollgate.testing.Stores;
import io.tollgate.testing.WithStores;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

@WithStores
@TestInstance(Lifecycle.PER_CLASS)
class RedisQuotaReservationsIT extends QuotaReservationsContract {

  private RedisReservations redis;

  @BeforeAll
  void connect(Stores stores) {
    var address =
        new RedisStandaloneConfiguration(stores.redis().host(), stores.redis().port());
    address.setDatabase(stores.redis().database());
    address.setPassword(stores.redis().password());
    redis = RedisReservations.on(address);
  }

  @AfterAll
  void close() {
    redis.close();
  }

  @Override
  protected QuotaReservations reservations() {
    return redis.reservations();
  }
}
