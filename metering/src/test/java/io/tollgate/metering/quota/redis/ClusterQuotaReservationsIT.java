package io.tollgate.metering.quota.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.metering.quota.QuotaReservations;
import io.tollgate.metering.quota.QuotaReservations.Ask;
import io.tollgate.metering.quota.QuotaReservationsContract;
import io.tollgate.testing.RedisCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisNode;

/** The same promises on a cluster of three masters: a slot's keys share a hash tag. */
@TestInstance(Lifecycle.PER_CLASS)
class ClusterQuotaReservationsIT extends QuotaReservationsContract {

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private RedisCluster cluster;
  private RedisReservations redis;

  @BeforeAll
  void connect() {
    cluster = RedisCluster.start();
    var address = new RedisClusterConfiguration();
    cluster
        .nodes()
        .forEach(node -> address.addClusterNode(new RedisNode(node.host(), node.port())));
    address.setPassword(cluster.nodes().getFirst().password());
    redis = RedisReservations.on(address);
  }

  @AfterAll
  void close() {
    redis.close();
    cluster.close();
  }

  @Override
  protected QuotaReservations reservations() {
    return redis.reservations();
  }

  @Test
  void slotsOnEveryMasterAreServedAndSwept() {
    var slots = IntStream.rangeClosed(1, 60).mapToObj(Long::valueOf).toList();
    for (var slot : slots) {
      reservations().load(slot, "", Map.of(1L, 10L), 0).block(DEADLINE);
      reservations().reserve(slot, List.of(new Ask("t", 3, false, List.of(1L)))).block(DEADLINE);
    }

    assertThat(reservations().slotsWithOpen().collectList().block(DEADLINE)).containsAll(slots);
  }

  @Test
  void singleKeysWorkOnEveryMaster() {
    for (var number = 0; number < 30; number++) {
      var key = "tollgate:n:" + number;

      assertThat(redis.commands().claim(key, Duration.ofMinutes(1)).block(DEADLINE))
          .isTrue();
      assertThat(redis.commands().claim(key, Duration.ofMinutes(1)).block(DEADLINE))
          .isFalse();
      assertThat(redis.commands().delete(key).block(DEADLINE)).isTrue();
    }
    assertThat(redis.commands().ping().block(DEADLINE)).isEqualTo("PONG");
  }
}
