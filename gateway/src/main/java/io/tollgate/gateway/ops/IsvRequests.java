package io.tollgate.gateway.ops;

import io.tollgate.metering.isv.Isv;
import io.tollgate.metering.isv.IsvChange;
import io.tollgate.metering.isv.IsvKey;
import io.tollgate.metering.isv.IsvRegistry.ImportedKey;
import io.tollgate.metering.isv.KeyKind;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is sent and answered under {@code /ops/v1/isvs}. */
final class IsvRequests {

  private IsvRequests() {}

  record Register(
      @NotNull @Pattern(regexp = Codes.PATTERN, message = Codes.EXPECTED)
      String isvId,

      @NotBlank @Size(max = 200) String name,

      @Nullable @Size(max = 254) @Pattern(regexp = "[^@\\s]+@[^@\\s]+", message = "a mail address")
      String email) {}

  record Change(
      Isv.@Nullable State state,
      @Nullable @Size(min = 1, max = 200) String name,

      @Nullable @Size(max = 254) @Pattern(regexp = "[^@\\s]+@[^@\\s]+", message = "a mail address")
      String email,

      @Nullable @Size(max = 8_192) String publicKey) {

    IsvChange change() {
      return new IsvChange(state, name, email, publicKey);
    }
  }

  record AddKey(
      @NotNull KeyKind kind,

      @Nullable @Pattern(regexp = Codes.PATTERN, message = Codes.EXPECTED)
      String accessKeyId,

      @Nullable @Size(min = 1, max = 256) String secret) {

    ImportedKey imported() {
      return new ImportedKey(accessKeyId, secret);
    }

    @Override
    public String toString() {
      return "AddKey[" + kind + ", " + accessKeyId + "]";
    }
  }

  record IsvAnswer(
      String isvId,
      String name,
      @Nullable String email,
      Isv.State state,
      @Nullable String publicKey,
      Instant createdAt) {

    static IsvAnswer of(Isv isv) {
      return new IsvAnswer(
          isv.isvId(), isv.name(), isv.email(), isv.state(), isv.publicKey(), isv.createdAt());
    }
  }

  /** The only answer that ever shows a secret. */
  record KeyAnswer(String keyId, KeyKind kind, String accessKeyId, String secret) {

    static KeyAnswer of(IsvKey key) {
      return new KeyAnswer(key.keyId(), key.kind(), key.accessKeyId(), key.secret());
    }
  }
}
