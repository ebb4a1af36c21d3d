package io.tollgate.gateway.isv.license;

import io.tollgate.metering.license.Licenses.Activation;
import io.tollgate.metering.license.Licenses.Use;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The body of a licence call. Members we do not know are ignored.
 *
 * <p>A batch names its licences in {@code license} or {@code licenses}: one text, with commas
 * between several; an array of texts; or an array of objects of the form of a single call.
 */
record LicenseRequest(List<Activation> activations, Use use) {

  /** More than a batch ever needs, and few enough for one transaction. */
  private static final int MOST_LICENSES = 100;

  private static final Pattern CODE = Pattern.compile("[\\x21-\\x2b\\x2d-\\x7e]{1,64}");
  private static final int LONGEST_ACCOUNT = 256;
  private static final int LONGEST_IP = 32;

  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withResolverStyle(ResolverStyle.STRICT);

  /** Names are read once and never met again, so that a table of them only costs. */
  private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(32).build())
          .build())
      .build();

  LicenseRequest {
    activations = List.copyOf(activations);
  }

  List<String> codes() {
    return activations.stream().map(Activation::code).toList();
  }

  static LicenseRequest single(byte[] body) {
    var root = object(body);
    return new LicenseRequest(List.of(activation(root)), use(root));
  }

  static LicenseRequest batch(byte[] body) {
    var root = object(body);
    var named = root.has("licenses") ? root.get("licenses") : root.get("license");
    var activations = activations(root, named);
    if (activations.isEmpty() || activations.size() > MOST_LICENSES) {
      throw new InvalidException(
          "license: %d codes (expected: 1 to %d)".formatted(activations.size(), MOST_LICENSES));
    }
    if (activations.stream().map(Activation::code).distinct().count() < activations.size()) {
      throw new InvalidException("license: a code occurs twice (expected: each once)");
    }
    return new LicenseRequest(activations, use(root));
  }

  private static List<Activation> activations(JsonNode root, @Nullable JsonNode named) {
    var effectiveAt = effectiveAt(root);
    if (named == null || named.isNull()) {
      return List.of();
    }
    if (named.isString()) {
      var activations = new ArrayList<Activation>();
      for (var code : named.asString().split(",", -1)) {
        activations.add(new Activation(checked(code.strip()), effectiveAt));
      }
      return activations;
    }
    if (!named.isArray()) {
      throw new InvalidException("license: of the wrong type (expected: a list of codes)");
    }
    return StreamSupport.stream(named.spliterator(), false)
        .map(node -> node.isObject() ? activation(node) : new Activation(code(node), effectiveAt))
        .toList();
  }

  private static JsonNode object(byte[] body) {
    JsonNode root;
    try {
      root = JSON.readTree(body);
    } catch (JacksonException notJson) {
      throw new NotReadableException();
    }
    if (root == null || root.isMissingNode()) {
      throw new NotReadableException();
    }
    if (!root.isObject()) {
      throw new InvalidException("body: not an object (expected: an object with license)");
    }
    return root;
  }

  private static Activation activation(JsonNode node) {
    return new Activation(code(node.get("license")), effectiveAt(node));
  }

  private static String code(@Nullable JsonNode node) {
    if (node == null || !node.isString()) {
      throw new InvalidException("license: missing or no text (expected: a licence code)");
    }
    return checked(node.asString());
  }

  private static String checked(String code) {
    if (!CODE.matcher(code).matches()) {
      throw new InvalidException(
          "license: not of the form of a code (expected: 1 to 64 letters, digits or signs)");
    }
    return code;
  }

  private static @Nullable Instant effectiveAt(JsonNode node) {
    var text = text(node, "real_effect_time", 16);
    if (text == null) {
      return null;
    }
    try {
      return LocalDateTime.parse(text, SECONDS).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException notATime) {
      throw new InvalidException(
          "real_effect_time: " + text + " (expected: UTC, as yyyyMMddHHmmss)");
    }
  }

  private static Use use(JsonNode root) {
    var info = root.get("heartbeatInfo");
    if (info == null || info.isNull()) {
      return new Use(null, null);
    }
    if (!info.isObject()) {
      throw new InvalidException("heartbeatInfo: of the wrong type (expected: an object)");
    }
    var account = text(info, "thirdPartyAccount", LONGEST_ACCOUNT);
    if (account == null || account.isBlank()) {
      throw new InvalidException("heartbeatInfo.thirdPartyAccount: missing (expected: a text)");
    }
    return new Use(account, text(info, "ip", LONGEST_IP));
  }

  private static @Nullable String text(JsonNode node, String name, int longest) {
    var member = node.get(name);
    if (member == null || member.isNull()) {
      return null;
    }
    if (!member.isString()) {
      throw new InvalidException(name + ": of the wrong type (expected: a text)");
    }
    var text = member.asString();
    if (text.length() > longest || text.indexOf('\0') >= 0) {
      throw new InvalidException(
          "%s: %d characters (expected: at most %d)".formatted(name, text.length(), longest));
    }
    return text;
  }

  /** The body is not JSON. */
  static final class NotReadableException extends RuntimeException {

    NotReadableException() {
      super("The body is not JSON", null, false, false);
    }
  }

  /** A member is not what the protocol asks for. */
  static final class InvalidException extends RuntimeException {

    InvalidException(String detail) {
      super(detail, null, false, false);
    }
  }
}
