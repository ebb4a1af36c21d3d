package io.tollgate.metering.secret;

/** There is no master key, or what is configured is none. The message never shows it. */
public final class UnusableMasterKeyException extends RuntimeException {

  UnusableMasterKeyException(String fault) {
    super("tollgate.master-key: " + fault + " (expected: 32 bytes in base64)");
  }
}
