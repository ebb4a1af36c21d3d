package io.tollgate.gateway.protocol.codes;

import java.util.Optional;

/** What an ISV's production interface answers, in {@code resultCode}. */
public enum ProductionResultCode implements ProtocolCode {
  SUCCESS("000000", "Success"),
  AUTHENTICATION_FAILED("000001", "Authentication failed"),
  PARAMETER_ILLEGAL("000002", "Request parameter illegal"),
  INSTANCE_UNKNOWN("000003", "Instance id does not exist"),
  IN_PROGRESS("000004", "Request in progress"),
  INTERNAL_ERROR("000005", "Other internal error"),
  NO_RESOURCE("000100", "No instance resource available"),
  MOBILE_NUMBER("000101", "Mobile number missing or already exists"),
  EMAIL("000102", "E-mail missing or already exists"),
  ALREADY_PURCHASED("000103", "Product already purchased"),
  SERVICE_ERROR("000104", "Internal service error of the product"),
  ALREADY_ENTITLED("000105", "Account already has the benefit"),
  SOLD_OUT("000106", "Sold out"),
  EMAIL_DOMAIN("000107", "SaaS e-mail domain already exists");

  /** Any other status than this makes a reply a refusal, whatever its code. */
  private static final int HTTP_STATUS = 200;

  @SuppressWarnings("ImmutableEnumChecker") // A record of texts and a number is immutable.
  private final Row row;

  ProductionResultCode(String code, String meaning) {
    this.row = new Row(HTTP_STATUS, code, meaning, meaning);
  }

  public static Optional<ProductionResultCode> of(String code) {
    return ProtocolCode.find(values(), code);
  }

  @Override
  public Row row() {
    return row;
  }
}
