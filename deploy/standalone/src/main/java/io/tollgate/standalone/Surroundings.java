package io.tollgate.standalone;

import io.tollgate.embedded.EmbeddedPostgres;
import io.tollgate.embedded.EmbeddedStores;
import io.tollgate.embedded.StoresSettings;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * What the gateway finds in place when it starts: its stores and what its home holds.
 *
 * <p>Runs once all configuration is read, so that every property can be given in every way Spring
 * Boot knows. What the user gives goes before what the home holds; the addresses of embedded stores
 * go before everything, because nobody else can know them.
 */
final class Surroundings
    implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered, AutoCloseable {

  private @Nullable EmbeddedStores stores;

  @Override
  public int getOrder() {
    return LOWEST_PRECEDENCE;
  }

  @Override
  public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
    var environment = event.getEnvironment();
    var mode = StoresMode.of(environment.getProperty("tollgate.stores", "embedded"));
    var home = Home.at(environment.getProperty("tollgate.home", ".tollgate"));
    environment
        .getPropertySources()
        .addLast(new MapPropertySource("home", fromHome(environment, home, mode)));
    if (mode == StoresMode.EMBEDDED) {
      environment
          .getPropertySources()
          .addFirst(new MapPropertySource("embeddedStores", addresses(start(home))));
    }
  }

  private synchronized EmbeddedStores start(Home home) {
    var started = EmbeddedStores.start(StoresSettings.durable(home.folder()));
    started.keepRunning();
    stores = started;
    return started;
  }

  private static Map<String, Object> fromHome(
      ConfigurableEnvironment environment, Home home, StoresMode mode) {
    var properties = new LinkedHashMap<String, Object>();
    properties.put("tollgate.home", home.folder().toString());
    for (var role : Home.ROLES) {
      var name = "tollgate.tokens." + role;
      if (!environment.containsProperty(name)) {
        properties.put(name, home.token(role));
      }
    }
    if (!environment.containsProperty("tollgate.master-key")) {
      properties.put("tollgate.master-key", masterKey(home, mode));
    }
    if (needsCertificate(environment)) {
      properties.putAll(home.certificate().properties());
    }
    return properties;
  }

  private static String masterKey(Home home, StoresMode mode) {
    return switch (mode) {
      case EMBEDDED -> home.masterKey();
      case EXTERNAL ->
        throw new HomeUnusableException(
            "tollgate.master-key: none given (expected: 32 bytes in base64)",
            "All nodes on the same stores need the same key. Make one with 'openssl rand -base64 32'"
                + " and give it to each, as TOLLGATE_MASTER_KEY or --tollgate.master-key.");
    };
  }

  private static boolean needsCertificate(ConfigurableEnvironment environment) {
    return environment.getProperty("server.ssl.enabled", Boolean.class, true)
        && !environment.containsProperty("server.ssl.bundle")
        && !environment.containsProperty("server.ssl.certificate")
        && !environment.containsProperty("server.ssl.key-store");
  }

  static Map<String, Object> addresses(EmbeddedStores stores) {
    var postgres = stores.postgres();
    var redis = stores.redis();
    return Map.of(
        "spring.r2dbc.url",
        "r2dbc:postgresql://127.0.0.1:%d/%s".formatted(postgres.port(), EmbeddedPostgres.DATABASE),
        "spring.r2dbc.username",
        EmbeddedPostgres.USER,
        "spring.r2dbc.password",
        postgres.password(),
        "spring.data.redis.url",
        "redis://:%s@127.0.0.1:%d".formatted(redis.password(), redis.port()));
  }

  @Override
  public synchronized void close() {
    if (stores != null) {
      stores.close();
      stores = null;
    }
  }
}
