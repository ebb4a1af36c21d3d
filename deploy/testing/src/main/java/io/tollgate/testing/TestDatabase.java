package io.tollgate.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** One database of the test PostgreSQL. */
public record TestDatabase(String host, int port, String name, String user, String password) {

  public String jdbcUrl() {
    return "jdbc:postgresql://%s:%d/%s".formatted(host, port, name);
  }

  public String r2dbcUrl() {
    return "r2dbc:postgresql://%s:%d/%s".formatted(host, port, name);
  }

  /** A blocking connection for what a test arranges or looks up; the caller closes it. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), user, password);
  }
}
