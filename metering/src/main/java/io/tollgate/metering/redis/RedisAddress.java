package io.tollgate.metering.redis;

import io.lettuce.core.RedisURI;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** The address of a standalone Redis as the {@code spring.data.redis} properties give it. */
final class RedisAddress {

  private RedisAddress() {}

  static RedisURI of(LettuceConnectionFactory factory) {
    var standalone = factory.getStandaloneConfiguration();
    var uri = RedisURI.builder()
        .withHost(standalone.getHostName())
        .withPort(standalone.getPort())
        .withDatabase(standalone.getDatabase())
        .withSsl(factory.isUseSsl())
        .withTimeout(RedisCommands.TIMEOUT);
    standalone.getPassword().toOptional().ifPresent(password -> {
      var username = standalone.getUsername();
      if (username == null) {
        uri.withPassword(password);
      } else {
        uri.withAuthentication(username, password);
      }
    });
    return uri.build();
  }
}
