package io.tollgate.testing;

import io.tollgate.embedded.EmbeddedPostgres;
import io.tollgate.embedded.EmbeddedStores;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * Where the stores of this JVM come from: the environment, else containers, else child processes.
 *
 * @param embedded present where the stores are child processes, which a test may then kill
 */
record Source(
    PostgresAddress postgres, TestRedis redis, @Nullable EmbeddedStores embedded) {

  static final String POSTGRES_VARIABLE = "TOLLGATE_TEST_POSTGRES_URL";
  static final String REDIS_VARIABLE = "TOLLGATE_TEST_REDIS_URL";

  private static final int REDIS_PORT = 6379;

  static Source find() {
    var postgresUrl = System.getenv(POSTGRES_VARIABLE);
    var redisUrl = System.getenv(REDIS_VARIABLE);
    if (postgresUrl != null && redisUrl != null) {
      return new Source(PostgresAddress.parse(postgresUrl), TestRedis.parse(redisUrl), null);
    }
    if (postgresUrl != null || redisUrl != null) {
      throw new IllegalStateException("Only one of %s and %s is set (expected: both or neither)"
          .formatted(POSTGRES_VARIABLE, REDIS_VARIABLE));
    }
    return dockerAnswers() ? containers() : embedded(TestHome.create().start());
  }

  static Source embedded(EmbeddedStores stores) {
    var postgres = new PostgresAddress(
        "127.0.0.1",
        stores.postgres().port(),
        "postgres",
        EmbeddedPostgres.USER,
        stores.postgres().password());
    var redis =
        new TestRedis("127.0.0.1", stores.redis().port(), 0, stores.redis().password());
    return new Source(postgres, redis, stores);
  }

  Optional<EmbeddedStores> processes() {
    return Optional.ofNullable(embedded);
  }

  private static boolean dockerAnswers() {
    var mayAnswer =
        System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
    // Testcontainers takes seconds to find out; without a socket there is nothing to ask.
    return mayAnswer && org.testcontainers.DockerClientFactory.instance().isDockerAvailable();
  }

  @SuppressWarnings("resource") // Testcontainers removes both when this JVM ends
  private static Source containers() {
    var postgres = new PostgreSQLContainer(DockerImageName.parse("postgres:18"))
        .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300");
    postgres.start();
    var redis = new GenericContainer<>(DockerImageName.parse("redis:7"))
        .withCommand("redis-server", "--databases", "64")
        .withExposedPorts(REDIS_PORT);
    redis.start();
    return new Source(
        new PostgresAddress(
            postgres.getHost(),
            postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
            postgres.getDatabaseName(),
            postgres.getUsername(),
            postgres.getPassword()),
        new TestRedis(redis.getHost(), redis.getMappedPort(REDIS_PORT), 0, null),
        null);
  }
}
