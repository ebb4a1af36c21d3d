package io.tollgate.gateway.protocol.codes;

import java.util.Optional;

/** What became of a whole request on the marketplace's paths: usage pushes and order queries. */
public enum RequestCode implements ProtocolCode {
  SUCCESS(200, "MKT.0000", "Success.", "The request was accepted"),
  INTERNAL_ERROR(500, "MKT.0999", "System internal error.", "A fault of ours; nothing was stored"),
  INPUT_FAILURE(
      500,
      "MKT.0100",
      "Failure of input parameter",
      "A query parameter is longer than the protocol allows or malformed"),
  INVALID_PARAMETER(
      400,
      "MKT.0101",
      "Invalid parameter",
      "The body is not JSON or not of the shape, a mandatory member or header is missing, or a"
          + " member has the wrong JSON type"),
  INVALID_BODY_SIGN(
      400,
      "MKT.0102",
      "Invalid body sign",
      "The signature is wrong or stale, or its nonce was seen"),
  PARAMETER_ERROR(
      400,
      "MKT.0199",
      "Request parameter error",
      "No order of the ISV has the order id, or the order has no such line"),
  ILLEGAL_OPERATION(
      401,
      "MKT.0150",
      "Illegal operation",
      "The instance is of a product of another ISV than that of the AK/SK"),
  NO_AUTHORITY(
      401, "MKT.0151", "No authority", "The proof holds, but its key is not one for AK/SK"),
  ILLEGAL_TOKEN(
      401,
      "MKT.0154",
      "Illegal token",
      "The AK/SK signature is wrong or stale, or its access key is unknown or ended"),
  FREQUENCY_OVERLIMIT(
      406, "MKT.0250", "Access frequency overlimit", "More requests than the rate limit allows"),
  INSTANCE_NOT_FOUND(500, "MKT.9001", "Instance ID not found.", "The instance does not exist"),
  INVALID_USAGE_ENTITIES(
      500,
      "MKT.9002",
      "Invalid usage enties.",
      "On the old path, a record has any fault that has no code of its own"),
  TOO_MANY_RECORDS(
      500, "MKT.9003", "Usage records extends size limit.", "More than 1,000 records in a request"),
  BEGIN_TIME_TOO_EARLY(
      500,
      "MKT.9004",
      "Record beginTime extends Limit.",
      "On the old path, a record begins more than 21 days ago"),
  ISV_STATUS_INVALID(200, "94060010", "Isv status invalid", "The ISV is suspended"),
  RECORDS_FAILED(
      200,
      "94060999",
      "Failed",
      "Some records were refused, each with a code of its own; the others were stored");

  @SuppressWarnings("ImmutableEnumChecker") // A record of texts and a number is immutable.
  private final Row row;

  RequestCode(int httpStatus, String code, String message, String meaning) {
    this.row = new Row(httpStatus, code, message, meaning);
  }

  public static Optional<RequestCode> of(String code) {
    return ProtocolCode.find(values(), code);
  }

  @Override
  public Row row() {
    return row;
  }
}
