package io.tollgate.gateway.protocol.encryption;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FieldEncryptionTests {

  private static final String OPENSSL = "dRmI6mudOK2zlI8mJigtww==";

  @ParameterizedTest
  @EnumSource
  void decryptsWhatItEncrypted(KeyStrength strength) {
    var encryption = encryption("demo-access-key-0001", strength);

    var encrypted = encryption.encrypt("buyer@example.com 云");

    assertThat(encrypted.substring(0, 16)).matches("[A-Za-z0-9]{16}");
    assertThat(encryption.decrypt(encrypted)).hasValue("buyer@example.com 云");
  }

  /** Made with OpenSSL from the key that the protocol's derivation gives for "abc". */
  @Test
  void derivesTheKeyAsTheProtocolDoes() {
    var encryption = encryption("abc", KeyStrength.AES128);

    assertThat(encryption.decrypt("0123456789abcdef" + OPENSSL)).hasValue("13800000000");
  }

  @Test
  void readsNothingThatWasMadeWithAnotherKeyOrDamaged() {
    var encryption = encryption("one", KeyStrength.AES256);
    var encrypted = encryption.encrypt("a secret that is longer than one block");

    assertThat(encryption("two", KeyStrength.AES256).decrypt(encrypted))
        .isNotEqualTo(Optional.of("a secret that is longer than one block"));
    assertThat(encryption.decrypt(encrypted.substring(0, encrypted.length() - 4)))
        .isEmpty();
    assertThat(encryption.decrypt("short")).isEmpty();
    assertThat(encryption.decrypt("云云云云云云云云云云云云云云云云" + "AAAA")).isEmpty();
  }

  private static FieldEncryption encryption(String accessKey, KeyStrength strength) {
    return new FieldEncryption(accessKey, strength, new Random(1));
  }
}
