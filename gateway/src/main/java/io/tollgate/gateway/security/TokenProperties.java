package io.tollgate.gateway.security;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The bootstrap bearer tokens. A role without a token has no callers.
 *
 * @param operator may read and change everything under {@code /ops}
 * @param billing may read and use everything under {@code /billing}
 * @param auditor may read both
 */
@ConfigurationProperties("tollgate.tokens")
record TokenProperties(
    @Nullable String operator,
    @Nullable String billing,
    @Nullable String auditor) {

  @Override
  public String toString() {
    return "TokenProperties[***]";
  }
}
