package io.tollgate.gateway.protocol.codes;

import java.util.Optional;

/** What became of a call of the licence interfaces. */
public enum LicenseCode implements ProtocolCode {
  SUCCESS(200, "92020000", "Success", "The call was carried out"),
  INTERNAL_ERROR(200, "92020001", "Internal error", "A fault of ours; nothing was changed"),
  INVALID_PARAM(
      200, "92020002", "Invalid param", "A value is well formed but cannot be, such as a time"),
  ILLEGAL_STATE(
      200, "92020003", "Illegal state", "The licence was activated before, has ended or is frozen"),
  NOT_RECEIVED(
      200, "92020004", "License code not received", "The customer has not received the code yet"),
  NOT_FOUND(200, "92020005", "License code does not exist", "No licence of this ISV has the code"),
  NOT_ACTIVATED(200, "92020011", "License not activated", "The licence was not activated yet"),
  INVALID_LICENSE_IN_BATCH(
      200,
      "92020020",
      "Batch contains an invalid license",
      "One licence of the batch is unknown or in the wrong state; none was changed"),
  REQUEST_INVALID(
      400,
      "95000001",
      "Request parameter invalid",
      "A member is missing, of the wrong type, too long or has characters it must not have"),
  METHOD_NOT_SUPPORTED(405, "95000002", "Method not supported", "The call is not a POST"),
  CONTENT_TYPE_NOT_SUPPORTED(
      415, "95000003", "Content type not supported", "The body is not application/json"),
  BODY_NOT_READABLE(400, "95000004", "Body not readable", "The body is not JSON");

  @SuppressWarnings("ImmutableEnumChecker") // A record of texts and a number is immutable.
  private final Row row;

  LicenseCode(int httpStatus, String code, String message, String meaning) {
    this.row = new Row(httpStatus, code, message, meaning);
  }

  public static Optional<LicenseCode> of(String code) {
    return ProtocolCode.find(values(), code);
  }

  @Override
  public Row row() {
    return row;
  }
}
