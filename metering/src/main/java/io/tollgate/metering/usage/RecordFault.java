package io.tollgate.metering.usage;

/**
 * Why one usage record is refused, in the order in which one fault wins over another.
 *
 * <p>Source: the record-level code table of the usage push, and the order of precedence that the
 * contract lays down. A replay is recognised after {@link #FOREIGN_INSTANCE} and before everything
 * below it, whatever has become of the instance since.
 */
public enum RecordFault {
  SN_MISSING(
      "004",
      "metering_sn is missing, blank or holds the character NUL; send an id of its own for every record"),
  TIME_FORMAT("002", "a time is not of the form yyyyMMdd'T'HHmmss'Z' in UTC"),
  VALUE(
      "003",
      "usage_value is not a number above 0 with at most 4 decimals and at most 99999999.9999"),
  UNKNOWN_INSTANCE("001", "no such instance_id; use the id of the pay-per-use instance"),
  FOREIGN_INSTANCE("009", "instance_id does not belong to this ISV"),
  SN_REUSED("005", "metering_sn was used before for a record with other content"),
  NOT_PAY_PER_USE(
      "012",
      "instance_id is not a pay-per-use instance; name a package only in relate_pkg_instance"),
  PRODUCT_DELISTED("006", "the product of the instance is delisted"),
  TIME_RANGE("011", "times are out of order, in the future, or before the instance was activated"),
  EXPIRED("007", "begin_time is more than 21 days ago"),
  SAME_WINDOW("010", "a record of the same instance, begin_time, end_time and package exists"),
  PACKAGE_MISSING(
      "003", "relate_pkg_instance is missing; the customer holds a stop-before-excess package"),
  PACKAGE_UNKNOWN(
      "003", "relate_pkg_instance is no stop-before-excess package of this customer and item"),
  FOREIGN_PACKAGE("009", "relate_pkg_instance does not belong to this ISV"),
  INSTANCE_STATE(
      "013", "end_time lies in a freeze or after the release of the instance or package"),
  OVER_QUOTA("013", "the package's quota does not cover the record; nothing was drawn");

  private final String code;
  private final String message;

  RecordFault(String code, String message) {
    this.code = code;
    this.message = message;
  }

  /** The three-digit code of the table. */
  public String code() {
    return code;
  }

  /** What is wrong and what was expected. */
  public String message() {
    return message;
  }
}
