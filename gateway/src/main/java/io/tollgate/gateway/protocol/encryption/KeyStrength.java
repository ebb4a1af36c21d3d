package io.tollgate.gateway.protocol.encryption;

/** The protocol's {@code encryptType}. */
public enum KeyStrength {
  AES256("1", 256),
  AES128("2", 128);

  private final String encryptType;
  private final int bits;

  KeyStrength(String encryptType, int bits) {
    this.encryptType = encryptType;
    this.bits = bits;
  }

  public String encryptType() {
    return encryptType;
  }

  int bits() {
    return bits;
  }
}
