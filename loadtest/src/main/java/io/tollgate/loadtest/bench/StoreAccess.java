package io.tollgate.loadtest.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** The way to the embedded PostgreSQL of a gateway, past the gateway. */
final class StoreAccess {

  private final String url;
  private final Properties login = new Properties();

  /** Finds the PostgreSQL of the gateway on {@code home}. */
  StoreAccess(Path home) throws IOException {
    url = "jdbc:postgresql://127.0.0.1:%s/tollgate"
        .formatted(Files.readString(home.resolve("postgres.port")).strip());
    login.put("user", "tollgate");
    login.put("password", Files.readString(home.resolve("postgres.password")).strip());
    login.put("prepareThreshold", "1");
  }

  /** A connection of the caller's own. */
  Connection ledger() throws SQLException {
    return DriverManager.getConnection(url, login);
  }
}
