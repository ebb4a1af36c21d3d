package io.tollgate.loadtest.acceptance;

import io.tollgate.loadtest.platform.Playground;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What may go wrong under load. Each leaves a gateway that runs again. */
enum Fault {
  /** kill −9 of the gateway between any two instructions, then a restart. */
  GATEWAY {
    @Override
    void strike(Playground playground, Stores stores) throws IOException, InterruptedException {
      playground.kill();
      playground.restart();
    }
  },
  /** The same, and Redis comes back empty. */
  GATEWAY_FLUSH {
    @Override
    void strike(Playground playground, Stores stores) throws IOException, InterruptedException {
      playground.kill();
      playground.restart();
      stores.flushRedis();
    }
  },
  /** Redis forgets everything while pushes go on. */
  FLUSH {
    @Override
    void strike(Playground playground, Stores stores) throws IOException {
      stores.flushRedis();
    }
  },
  /** Redis comes back from the files it had half a second ago. */
  REDIS_OLD {
    @Override
    void strike(Playground playground, Stores stores) throws IOException, InterruptedException {
      stores.ageRedis(Duration.ofMillis(500));
    }
  },
  /** kill −9 of Redis. */
  REDIS {
    @Override
    void strike(Playground playground, Stores stores) throws IOException, InterruptedException {
      stores.killRedis();
    }
  },
  /** kill −9 of PostgreSQL. */
  POSTGRES {
    @Override
    void strike(Playground playground, Stores stores) throws IOException, InterruptedException {
      stores.killPostgres();
    }
  },
  /** Every connection to both stores is cut. */
  CUT {
    @Override
    void strike(Playground playground, Stores stores) throws IOException, InterruptedException {
      stores.cutRedisConnections();
      stores.cutPostgresConnections();
    }
  },
  /** PostgreSQL is there but does not answer for 30 s. */
  POSTGRES_PAUSE {
    @Override
    boolean isMostlyWaiting() {
      return true;
    }

    @Override
    void strike(Playground playground, Stores stores) throws IOException, InterruptedException {
      stores.pausePostgres(Duration.ofSeconds(30));
    }
  };

  abstract void strike(Playground playground, Stores stores)
      throws IOException, InterruptedException;

  /** Whether the machine has little to do while it lasts. */
  boolean isMostlyWaiting() {
    return false;
  }

  /** As on the command line: lower case, with a hyphen. */
  String inWords() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static List<Fault> named(String list) {
    return Arrays.stream(list.split(",", -1))
        .map(name -> valueOf(name.strip().toUpperCase(Locale.ROOT).replace('-', '_')))
        .toList();
  }
}
