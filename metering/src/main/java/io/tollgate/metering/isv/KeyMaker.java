package io.tollgate.metering.isv;

import io.tollgate.metering.isv.IsvRegistry.ImportedKey;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Makes keys that nobody can guess. */
@Component
final class KeyMaker {

  private static final int ID_SIZE_BYTES = 10;
  private static final int SECRET_SIZE_BYTES = 32;

  private final SecureRandom random = new SecureRandom();

  IsvKey make(int isvNo, KeyKind kind, ImportedKey imported) {
    var accessKeyId = imported.accessKeyId();
    var secret = imported.secret();
    return new IsvKey(
        "key-" + id(),
        isvNo,
        kind,
        accessKeyId == null ? "AK" + id().toUpperCase(Locale.ROOT) : accessKeyId,
        secret == null ? secret() : secret);
  }

  private String id() {
    return HexFormat.of().formatHex(bytes(ID_SIZE_BYTES));
  }

  private String secret() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(SECRET_SIZE_BYTES));
  }

  private byte[] bytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
