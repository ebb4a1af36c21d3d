package io.tollgate.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** PostgreSQL and Redis of one home, running from {@link #start} to {@link #close}. */
public final class EmbeddedStores implements AutoCloseable {

  private final HomeLock lock;
  private final EmbeddedPostgres postgres;
  private final EmbeddedRedis redis;
  private final Reviver reviver;

  private EmbeddedStores(HomeLock lock, EmbeddedPostgres postgres, EmbeddedRedis redis) {
    this.lock = lock;
    this.postgres = postgres;
    this.redis = redis;
    this.reviver = new Reviver(postgres, redis);
  }

  /**
   * Starts both stores on their home and returns when both answer.
   *
   * <p>Stores that a killed process left running on the home are stopped first.
   *
   * @throws StoresUnavailableException when a living process uses the home, or a store cannot run
   */
  public static EmbeddedStores start(StoresSettings settings) {
    try {
      Secrets.createFolder(settings.home());
      var home = settings.home().toRealPath();
      var lock = HomeLock.take(home);
      try {
        return start(settings, home, lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new StoresUnavailableException(
          "The home folder %s cannot be used: %s".formatted(settings.home(), e), e);
    }
  }

  /**
   * Ends the stores that a killed process left running on {@code home}, losing what they had not
   * written.
   *
   * @return false when a living process uses the home, which then is left alone
   */
  public static boolean stopAbandoned(Path home) {
    try (var _ = HomeLock.take(home.toRealPath())) {
      Orphans.stop(home.toRealPath(), "postgres", Signal.KILL);
      Orphans.stop(home.toRealPath(), "redis-server", Signal.KILL);
      return true;
    } catch (StoresUnavailableException | IOException e) {
      return false;
    }
  }

  private static EmbeddedStores start(StoresSettings settings, Path home, HomeLock lock)
      throws IOException {
    Secrets.createFolder(home.resolve("logs"));
    var confinement = Confinement.choose();
    var binaries = Binaries.unpackInto(confinement.programsFor(settings.binaries()));
    var redis = EmbeddedRedis.open(home, binaries, confinement, settings.redis());
    try {
      var postgres = EmbeddedPostgres.open(home, binaries, confinement, settings.postgres());
      return new EmbeddedStores(lock, postgres, redis);
    } catch (IOException | RuntimeException e) {
      redis.stop();
      throw e;
    }
  }

  public EmbeddedPostgres postgres() {
    return postgres;
  }

  public EmbeddedRedis redis() {
    return redis;
  }

  /** From now on starts a store again, within a second, that ended without being told to. */
  public void keepRunning() {
    reviver.start();
  }

  /** Stops both stores in order and gives the home free. */
  @Override
  public void close() {
    reviver.stop();
    try {
      redis.stop();
    } finally {
      try {
        postgres.stop();
      } finally {
        lock.close();
      }
    }
  }
}
