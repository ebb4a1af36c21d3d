package io.tollgate.metering.secret;

import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Refuses to start without a usable master key: what cannot be read back must not be written. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MasterKeyProperties.class)
class SecretConfiguration {

  @Bean
  SecretCipher secretCipher(MasterKeyProperties properties) {
    return new SecretCipher(decoded(properties.masterKey()), new SecureRandom());
  }

  private static byte[] decoded(@Nullable String masterKey) {
    if (masterKey == null || masterKey.isBlank()) {
      throw new UnusableMasterKeyException("missing");
    }
    try {
      var key = Base64.getDecoder().decode(masterKey.strip());
      if (key.length == SecretCipher.KEY_SIZE_BYTES) {
        return key;
      }
    } catch (IllegalArgumentException notBase64) {
      // Answered below like a key of the wrong length, without showing it.
    }
    throw new UnusableMasterKeyException("not usable");
  }
}
