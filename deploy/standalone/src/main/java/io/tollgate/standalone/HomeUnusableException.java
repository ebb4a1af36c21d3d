package io.tollgate.standalone;

/** The gateway cannot be given what it needs; says what is wrong and what to do. */
final class HomeUnusableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String remedy;

  HomeUnusableException(String message, String remedy) {
    super(message);
    this.remedy = remedy;
  }

  HomeUnusableException(String message, String remedy, Throwable cause) {
    super(message, cause);
    this.remedy = remedy;
  }

  String remedy() {
    return remedy;
  }
}
