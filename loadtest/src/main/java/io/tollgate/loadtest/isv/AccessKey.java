package io.tollgate.loadtest.isv;

/** An access key as the gateway shows it once: its public id and its secret. */
public record AccessKey(String accessKeyId, String secret) {

  /** Leaves the secret out, so that no log line can carry it. */
  @Override
  public String toString() {
    return "AccessKey[" + accessKeyId + "]";
  }
}
