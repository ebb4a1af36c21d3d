package io.tollgate.testing;

import java.net.URI;

/**
 * Where a PostgreSQL server listens and who we are there.
 *
 * @param database the one to connect to when making others
 */
record PostgresAddress(String host, int port, String database, String user, String password) {

  private static final int DEFAULT_PORT = 5432;

  /** Reads {@code postgresql://user:password@host:port/database}; {@code jdbc:} may precede it. */
  static PostgresAddress parse(String url) {
    var uri = URI.create(url.replaceFirst("^(jdbc|r2dbc):", ""));
    var userInfo = uri.getRawUserInfo();
    if (uri.getHost() == null || userInfo == null || !userInfo.contains(":")) {
      throw new IllegalArgumentException("PostgreSQL address: " + url
          + " (expected: postgresql://user:password@host:port/database)");
    }
    var colon = userInfo.indexOf(':');
    var path = uri.getPath();
    return new PostgresAddress(
        uri.getHost(),
        uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
        path == null || path.length() < 2 ? "postgres" : path.substring(1),
        userInfo.substring(0, colon),
        userInfo.substring(colon + 1));
  }

  PostgresAddress withDatabase(String name) {
    return new PostgresAddress(host, port, name, user, password);
  }

  TestDatabase asTestDatabase() {
    return new TestDatabase(host, port, database, user, password);
  }
}
