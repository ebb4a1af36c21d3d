package io.tollgate.gateway.protocol.signature;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The {@code Authorization} header of {@code SDK-HMAC-SHA256}.
 *
 * @param accessKeyId names the key, and so the ISV
 * @param signedHeaders in lower case and in the order they were signed
 * @param signature hex, in either case
 */
public record SdkAuthorization(String accessKeyId, List<String> signedHeaders, String signature) {

  /** More than any client signs; a header of 8 KiB could name thousands. */
  private static final int MOST_SIGNED_HEADERS = 64;

  public SdkAuthorization {
    signedHeaders = List.copyOf(signedHeaders);
  }

  /** Reads a header value; empty where it is not of this scheme or lacks a part. */
  public static Optional<SdkAuthorization> parse(String header) {
    var trimmed = header.strip();
    var schemeEnd = trimmed.indexOf(' ');
    if (schemeEnd < 0 || !trimmed.substring(0, schemeEnd).equals(SdkSignature.ALGORITHM)) {
      return Optional.empty();
    }
    var parts = trimmed.substring(schemeEnd + 1).split(",", -1);
    var accessKeyId = part(parts, "Access");
    var signedHeaders = part(parts, "SignedHeaders").map(SdkAuthorization::headerNames);
    var signature = part(parts, "Signature");
    if (parts.length != 3
        || accessKeyId.isEmpty()
        || signature.isEmpty()
        || signedHeaders.isEmpty()
        || signedHeaders.get().size() > MOST_SIGNED_HEADERS) {
      return Optional.empty();
    }
    return Optional.of(
        new SdkAuthorization(accessKeyId.get(), signedHeaders.get(), signature.get()));
  }

  private static Optional<String> part(String[] parts, String name) {
    return Arrays.stream(parts)
        .map(String::strip)
        .filter(part -> part.startsWith(name + "="))
        .map(part -> part.substring(name.length() + 1).strip())
        .filter(value -> !value.isEmpty())
        .findFirst();
  }

  private static List<String> headerNames(String names) {
    return Arrays.stream(names.split(";", -1))
        .map(name -> name.strip().toLowerCase(Locale.ROOT))
        .toList();
  }

  @Override
  public String toString() {
    return "%s Access=%s, SignedHeaders=%s, Signature=%s"
        .formatted(SdkSignature.ALGORITHM, accessKeyId, String.join(";", signedHeaders), signature);
  }
}
