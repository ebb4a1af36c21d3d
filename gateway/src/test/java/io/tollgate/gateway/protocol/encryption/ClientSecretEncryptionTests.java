package io.tollgate.gateway.protocol.encryption;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.MGF1ParameterSpec;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.Test;

class ClientSecretEncryptionTests {

  @Test
  void onlyTheIsvReadsTheSecret() throws Exception {
    var keys = keys(3_072);
    var cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        keys.getPrivate(),
        new OAEPParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT));

    var encrypted = ClientSecretEncryption.encrypt(pem(keys), "s3cret");

    assertThat(new String(cipher.doFinal(Base64.getDecoder().decode(encrypted)), UTF_8))
        .isEqualTo("s3cret");
  }

  @Test
  void refusesAKeyThatIsTooShortOrNone() throws Exception {
    var pem = pem(keys(2_048));

    assertThatThrownBy(() -> ClientSecretEncryption.encrypt(pem, "s3cret"))
        .hasMessage("publicKey: 2048 bits (expected: at least 3072)");
    assertThatThrownBy(() -> ClientSecretEncryption.encrypt("none", "s3cret"))
        .hasMessage("publicKey: not an RSA public key in PEM");
  }

  private static KeyPair keys(int bits) throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static String pem(KeyPair keys) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(keys.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }
}
