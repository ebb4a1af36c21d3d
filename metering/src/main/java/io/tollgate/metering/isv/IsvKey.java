package io.tollgate.metering.isv;

/**
 * A key in force, with its secret in clear: for proving and signing, never for showing.
 *
 * @param accessKeyId the public half, unique over all ISVs
 * @param secret the half that both sides keep; {@link #toString} does not show it
 */
public record IsvKey(String keyId, int isvNo, KeyKind kind, String accessKeyId, String secret) {

  @Override
  public String toString() {
    return "IsvKey[" + keyId + ", isvNo=" + isvNo + ", " + kind + ", " + accessKeyId + "]";
  }
}
