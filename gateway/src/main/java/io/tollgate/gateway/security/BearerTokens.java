package io.tollgate.gateway.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows the role of a token. Only digests are held and compared, all of them each time, so that
 * neither the content of a token nor which one it resembles shows in the time that it takes.
 */
final class BearerTokens {

  private final Map<Role, byte[]> digests = new EnumMap<>(Role.class);

  BearerTokens(TokenProperties tokens) {
    add(Role.OPERATOR, tokens.operator());
    add(Role.BILLING, tokens.billing());
    add(Role.AUDITOR, tokens.auditor());
  }

  /** The role of {@code token}; empty for a token that is not ours. */
  Optional<Role> roleOf(String token) {
    var digest = digestOf(token);
    @Nullable Role found = null;
    for (var entry : digests.entrySet()) {
      if (MessageDigest.isEqual(entry.getValue(), digest)) {
        found = entry.getKey();
      }
    }
    return Optional.ofNullable(found);
  }

  private void add(Role role, @Nullable String token) {
    if (token != null && !token.isBlank()) {
      digests.put(role, digestOf(token));
    }
  }

  private static byte[] digestOf(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256", impossible);
    }
  }
}
