package io.tollgate.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@WithStores
class StoresIT {

  @Test
  void givesATestClassOneDatabaseAndAnotherClassAnother(Stores stores, Stores again)
      throws SQLException {
    var other = Stores.fresh();

    try (var connection = stores.database().connect()) {
      connection.createStatement().execute("CREATE TABLE mine (id int)");
    }

    assertThat(again).isEqualTo(stores);
    assertThat(other.database().name()).isNotEqualTo(stores.database().name());
    assertThat(other.redis().uri()).isNotEqualTo(stores.redis().uri());
    assertThat(count(other, "SELECT count(*) FROM pg_tables WHERE tablename = 'mine'"))
        .isZero();
  }

  @Test
  void forgetsWhatRedisHeldWhenFlushed(Stores stores) {
    RedisCommands.send(stores.redis(), "SET key value");

    stores.flushAllRedis();

    assertThat(RedisCommands.send(stores.redis(), "GET key")).isEqualTo("$-1");
  }

  @Test
  void keepsWhatWasCommittedWhenPostgresIsKilled(Stores stores) throws SQLException {
    assumeTrue(Stores.areProcesses());
    try (var connection = stores.database().connect()) {
      connection.createStatement().execute("CREATE TABLE kept AS SELECT 7 AS seven");
    }

    stores.killPostgres();
    stores.startPostgres();

    assertThat(count(stores, "SELECT seven FROM kept")).isEqualTo(7);
  }

  private static long count(Stores stores, String sql) throws SQLException {
    try (var connection = stores.database().connect();
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      result.next();
      return result.getLong(1);
    }
  }
}
