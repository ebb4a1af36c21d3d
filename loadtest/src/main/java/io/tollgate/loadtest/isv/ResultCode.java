package io.tollgate.loadtest.isv;

/** The result codes that the production server speaks. */
enum ResultCode {
  SUCCESS("000000", "success."),
  AUTHENTICATION_FAILED("000001", "authentication failed"),
  ILLEGAL_PARAMETER("000002", "request parameter illegal"),
  NO_SUCH_INSTANCE("000003", "instance id does not exist"),
  IN_PROGRESS("000004", "request in progress"),
  INTERNAL_ERROR("000005", "other internal error");

  private final String code;
  private final String message;

  ResultCode(String code, String message) {
    this.code = code;
    this.message = message;
  }

  String code() {
    return code;
  }

  String message() {
    return message;
  }
}
