package io.tollgate.gateway.isv.license;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tollgate.gateway.protocol.codes.LicenseCode;
import io.tollgate.metering.license.License;
import io.tollgate.metering.license.LicenseState;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The reply to a licence call, in the protocol's words. */
@JsonInclude(Include.NON_NULL)
record LicenseReply(
    @JsonProperty("error_code") String errorCode,
    @JsonProperty("error_msg") String errorMessage,
    @JsonProperty("data") @Nullable Object content) {

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withZone(ZoneOffset.UTC);

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static LicenseReply refusal(String code, String message, String detail) {
    return new LicenseReply(code, message + ": " + detail, null);
  }

  /** The reply to one activation, whose content is JSON in a text. */
  static LicenseReply activated(License license) {
    var info = new ActivatedLicense(
        statusOf(license.state()),
        seconds(license.expireTime()),
        license.productId(),
        license.orderId(),
        license.quantity());
    return success(new LicenseCodeInfo(JSON.writeValueAsString(info)));
  }

  static LicenseReply alive(License license) {
    return success(LicenseInfo.of(license));
  }

  static LicenseReply alive(List<License> licenses) {
    return success(licenses.stream().map(LicenseInfo::of).toList());
  }

  static LicenseReply success(@Nullable Object content) {
    return new LicenseReply(LicenseCode.SUCCESS.code(), LicenseCode.SUCCESS.message(), content);
  }

  /** The text member that holds an {@link ActivatedLicense}. */
  record LicenseCodeInfo(@JsonProperty("license_code_info") String licenseCodeInfo) {}

  /** What an activation tells. */
  @JsonInclude(Include.NON_NULL)
  record ActivatedLicense(
      @JsonProperty("status") String status,
      @JsonProperty("expire_time") @Nullable String expireTime,
      @JsonProperty("product_id") String productId,
      @JsonProperty("order_id") String orderId,
      @JsonProperty("amount") int amount) {}

  /** What a heartbeat tells. */
  @JsonInclude(Include.NON_NULL)
  record LicenseInfo(
      @JsonProperty("license_code") String licenseCode,
      @JsonProperty("status") String status,
      @JsonProperty("activate_time") @Nullable String activateTime,
      @JsonProperty("expire_time") @Nullable String expireTime) {

    static LicenseInfo of(License license) {
      return new LicenseInfo(
          license.code(),
          statusOf(license.state()),
          seconds(license.activatedAt()),
          seconds(license.expireTime()));
    }
  }

  /** The protocol knows three; what cannot be used for now counts as expired. */
  private static String statusOf(LicenseState state) {
    return switch (state) {
      case ISSUED, ALIVE -> "ALIVE";
      case FROZEN, EXPIRED -> "EXPIRED";
      case RELEASED -> "RELEASED";
    };
  }

  private static @Nullable String seconds(@Nullable Instant instant) {
    return instant == null ? null : SECONDS.format(instant);
  }
}
