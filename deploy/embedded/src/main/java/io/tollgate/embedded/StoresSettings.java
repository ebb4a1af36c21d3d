package io.tollgate.embedded;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the stores keep their files and how they run.
 *
 * @param home holds data, ports, passwords and logs; created with mode 0700 when missing
 * @param binaries where the programs are unpacked; may be shared by several homes of one user
 * @param postgres server settings, each passed to PostgreSQL as {@code -c name=value}
 * @param redis lines of the Redis configuration
 */
public record StoresSettings(
    Path home, Path binaries, Map<String, String> postgres, Map<String, String> redis) {

  public StoresSettings {
    home = home.toAbsolutePath().normalize();
    binaries = binaries.toAbsolutePath().normalize();
    postgres = Map.copyOf(postgres);
    redis = Map.copyOf(redis);
  }

  /** Settings that keep what was acknowledged, for a machine of two cores and more. */
  public static StoresSettings durable(Path home) {
    return new StoresSettings(home, home.resolve("binaries"), DURABLE_POSTGRES, DURABLE_REDIS);
  }

  /** Settings for tests, where speed counts and a crash of the machine may lose everything. */
  public static StoresSettings disposable(Path home, Path binaries) {
    var postgres = new LinkedHashMap<>(DURABLE_POSTGRES);
    postgres.put("fsync", "off");
    postgres.put("full_page_writes", "off");
    postgres.put("shared_buffers", "128MB");
    postgres.put("max_wal_size", "1GB");
    postgres.put("max_connections", "300");
    return new StoresSettings(home, binaries, postgres, DURABLE_REDIS);
  }

  /** The same settings but for one of PostgreSQL's. */
  public StoresSettings withPostgres(String name, String value) {
    var changed = new LinkedHashMap<>(postgres);
    changed.put(name, value);
    return new StoresSettings(home, binaries, changed, redis);
  }

  private static final Map<String, String> DURABLE_POSTGRES = Map.ofEntries(
      // What is acknowledged is on disk, also when the machine loses power.
      Map.entry("fsync", "on"),
      Map.entry("synchronous_commit", "on"),
      Map.entry("max_connections", "100"),
      // Hot pages of the usage tables and their unique indexes; the rest is the page cache's.
      Map.entry("shared_buffers", "256MB"),
      Map.entry("wal_buffers", "16MB"),
      // Few, spread checkpoints: after each one, the first change of a page logs the whole page.
      Map.entry("max_wal_size", "4GB"),
      Map.entry("checkpoint_timeout", "15min"),
      // Flash storage: an index read costs about as much as a sequential one.
      Map.entry("random_page_cost", "1.1"),
      // Statements are short; compiling them would cost more than running them.
      Map.entry("jit", "off"),
      Map.entry("max_parallel_workers_per_gather", "0"),
      Map.entry("timezone", "UTC"),
      Map.entry("log_timezone", "UTC"),
      Map.entry("log_min_messages", "warning"),
      Map.entry("log_checkpoints", "off"));

  private static final Map<String, String> DURABLE_REDIS = Map.of(
      // A restart finds all but the last second; PostgreSQL rebuilds what is missing.
      "appendonly", "yes",
      "appendfsync", "everysec",
      "no-appendfsync-on-rewrite", "yes",
      "save", "\"\"",
      // Counters must never be evicted: a full Redis refuses, and the ledger takes over.
      "maxmemory-policy", "noeviction",
      "databases", "64",
      "loglevel", "warning");
}
