package io.tollgate.metering.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class SecretCipherTests {

  private final SecretCipher cipher = new SecretCipher(new byte[32], new SecureRandom());

  @Test
  void readsBackWhatItWrote() {
    var stored = cipher.encrypt("key-1", "s3cret ✓");

    assertThat(cipher.decrypt("key-1", stored)).isEqualTo("s3cret ✓");
    assertThat(new String(stored, StandardCharsets.ISO_8859_1)).doesNotContain("s3cret");
  }

  @Test
  void neverWritesTheSameTwice() {
    assertThat(cipher.encrypt("key-1", "secret")).isNotEqualTo(cipher.encrypt("key-1", "secret"));
  }

  @Test
  void refusesAnotherOwnerAnotherKeyAndWhatWasChanged() {
    var stored = cipher.encrypt("key-1", "secret");
    var otherKey = new byte[32];
    otherKey[0] = 1;

    assertThatThrownBy(() -> cipher.decrypt("key-2", stored))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("key-2");
    assertThatThrownBy(
            () -> new SecretCipher(otherKey, new SecureRandom()).decrypt("key-1", stored))
        .isInstanceOf(IllegalStateException.class);
    stored[stored.length - 1] ^= 1;
    assertThatThrownBy(() -> cipher.decrypt("key-1", stored))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> cipher.decrypt("key-1", new byte[3]))
        .isInstanceOf(IllegalStateException.class);
  }
}
