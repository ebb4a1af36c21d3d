package io.tollgate.testing;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One numbered database of the test Redis.
 *
 * @param password null where the server asks for none
 */
public record TestRedis(
    String host, int port, int database, @Nullable String password) {

  private static final int DEFAULT_PORT = 6379;

  static TestRedis parse(String url) {
    var uri = URI.create(url);
    if (uri.getHost() == null) {
      throw new IllegalArgumentException(
          "Redis address: " + url + " (expected: redis://:password@host:port)");
    }
    var userInfo = uri.getRawUserInfo();
    return new TestRedis(
        uri.getHost(),
        uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
        0,
        userInfo == null ? null : userInfo.substring(userInfo.indexOf(':') + 1));
  }

  /** As Lettuce and {@code spring.data.redis.url} read it. */
  public String uri() {
    var proof = password == null ? "" : ":" + password + "@";
    return "redis://%s%s:%d/%d".formatted(proof, host, port, database);
  }

  TestRedis withDatabase(int number) {
    return new TestRedis(host, port, number, password);
  }
}
