package io.tollgate.metering.secret;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param masterKey 32 bytes in base64; encrypts every secret that is stored
 */
@ConfigurationProperties("tollgate")
record MasterKeyProperties(@Nullable String masterKey) {

  @Override
  public String toString() {
    return "MasterKeyProperties[***]";
  }
}
