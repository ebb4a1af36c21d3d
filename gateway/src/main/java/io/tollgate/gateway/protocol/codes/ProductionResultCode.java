package io.tollgate.gateway.protocol.codes;

import java.util.Arrays;
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

  private final String code;
  private final String message;

  ProductionResultCode(String code, String message) {
    this.code = code;
    this.message = message;
  }

  public static Optional<ProductionResultCode> of(String code) {
    return Arrays.stream(values()).filter(known -> known.code.equals(code)).findFirst();
  }

  @Override
  public String code() {
    return code;
  }

  @Override
  public String message() {
    return message;
  }

  @Override
  public String meaning() {
    return message;
  }
}
