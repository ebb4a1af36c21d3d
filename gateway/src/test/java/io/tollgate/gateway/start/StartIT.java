package io.tollgate.gateway.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.GatewayApplication;
import io.tollgate.testing.Stores;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A gateway that cannot start says why and what to do, in a few lines. */
@ExtendWith(OutputCaptureExtension.class)
class StartIT {

  private static final String MASTER_KEY =
      "--tollgate.master-key=MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

  @Test
  void asksForAMasterKey(CapturedOutput output) {
    fails(Stores.fresh(), "--server.ssl.enabled=false");

    assertThat(output)
        .contains("tollgate.master-key: missing", "openssl rand -base64 32")
        .doesNotContain("\tat io.tollgate");
  }

  @Test
  void asksForACertificate(CapturedOutput output) {
    fails(Stores.fresh(), MASTER_KEY);

    assertThat(output)
        .contains("server.ssl.enabled: true without a certificate", "server.ssl.enabled=false");
  }

  @Test
  void leavesADatabaseOfALaterVersionAlone(CapturedOutput output) throws SQLException {
    var stores = Stores.fresh();
    addMigration(stores, true);

    fails(stores, MASTER_KEY, "--server.ssl.enabled=false");

    assertThat(output)
        .contains(
            "does not have the schema that this version of Tollgate expects: Detected applied"
                + " migration not resolved locally: 999",
            "Nothing was changed");
  }

  @Test
  void leavesAHalfMigratedDatabaseAlone(CapturedOutput output) throws SQLException {
    var stores = Stores.fresh();
    addMigration(stores, false);

    fails(stores, MASTER_KEY, "--server.ssl.enabled=false");

    assertThat(output)
        .contains(
            "does not have the schema that this version of Tollgate expects: Detected failed"
                + " migration to version 999",
            "Nothing was changed");
  }

  private static void addMigration(Stores stores, boolean success) throws SQLException {
    try (var connection = stores.database().connect();
        var statement = connection.createStatement()) {
      statement.execute("""
          INSERT INTO flyway_schema_history
            (installed_rank, version, description, type, script, checksum, installed_by,
             execution_time, success)
          VALUES (999, '999', 'later', 'SQL', 'V999__later.sql', 1, 'x', 1, %s)""".formatted(success));
    }
  }

  private static void fails(Stores stores, String... settings) {
    var arguments = new ArrayList<>(List.of(settings));
    stores.springProperties().forEach((name, value) -> arguments.add("--" + name + "=" + value));
    arguments.add("--server.port=0");
    arguments.add("--management.server.port=0");
    try (var started = new SpringApplicationBuilder(GatewayApplication.class)
        .run(arguments.toArray(String[]::new))) {
      assertThat(started.isActive()).as("it started").isFalse();
    } catch (RuntimeException expected) {
      // The reason is what was printed.
    }
  }
}
