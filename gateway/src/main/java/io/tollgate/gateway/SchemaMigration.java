package io.tollgate.gateway;

import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.StringUtils;

/**
 * Brings the schema up to date before anything is served. Flyway speaks JDBC and everything else
 * R2DBC, so that unless {@code spring.flyway.url} says otherwise its address is derived from
 * {@code spring.r2dbc.*}: one database, named once.
 */
@Configuration(proxyBeanMethods = false)
class SchemaMigration {

  @Bean
  @ConditionalOnProperty(name = "spring.flyway.url", matchIfMissing = true, havingValue = "never")
  DerivedConnection sameDatabaseOverJdbc(R2dbcConnectionDetails database) {
    return new DerivedConnection(database.getConnectionFactoryOptions());
  }

  /**
   * The R2DBC address of a PostgreSQL as a JDBC one. It is both kinds of details because Spring Boot
   * migrates only where it sees JDBC details, and asks for Flyway's own first.
   */
  record DerivedConnection(ConnectionFactoryOptions options)
      implements FlywayConnectionDetails, JdbcConnectionDetails {

    private static final int POSTGRESQL_PORT = 5432;

    @Override
    public String getJdbcUrl() {
      var host = text(ConnectionFactoryOptions.HOST, "localhost");
      var port = text(ConnectionFactoryOptions.PORT, String.valueOf(POSTGRESQL_PORT));
      var database = text(ConnectionFactoryOptions.DATABASE, getUsername());
      var url = "jdbc:postgresql://" + host + ":" + port + "/" + database;
      var ssl = Boolean.parseBoolean(text(ConnectionFactoryOptions.SSL, "false"));
      var mode = text(Option.valueOf("sslMode"), ssl ? "require" : "");
      return StringUtils.hasLength(mode) ? url + "?sslmode=" + mode : url;
    }

    @Override
    public String getUsername() {
      return text(ConnectionFactoryOptions.USER, "");
    }

    @Override
    public String getPassword() {
      return text(ConnectionFactoryOptions.PASSWORD, "");
    }

    @Override
    public String getDriverClassName() {
      return JdbcConnectionDetails.super.getDriverClassName();
    }

    private String text(Option<?> option, String otherwise) {
      @Nullable Object value = options.getValue(option);
      return value == null ? otherwise : value.toString();
    }

    @Override
    public String toString() {
      return "DerivedConnection[" + getJdbcUrl() + "]";
    }
  }
}
