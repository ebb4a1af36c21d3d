package io.tollgate.loadtest.puller;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Canonical JSON by RFC 8785: no white space, members sorted by UTF-16 code unit, strings escaped
 * only where JSON demands it, numbers as ECMAScript prints a double.
 *
 * <p>Java prints the same shortest digits as ECMAScript, with two differences that are mended here:
 * the layout around them (1), and that Java never prints fewer than two digits, so that a second
 * one may be there without need (2). See RFC 8785 section 3.2.2.3 and ECMA-262 section 6.1.6.1.20.
 */
final class CanonicalJson {

  private static final int MOST_PLAIN_DIGITS = 21;
  private static final int LEAST_PLAIN_EXPONENT = -6;

  private CanonicalJson() {}

  static String of(JsonNode node) {
    var text = new StringBuilder();
    append(node, text);
    return text.toString();
  }

  private static void append(JsonNode node, StringBuilder text) {
    switch (node.getNodeType()) {
      case OBJECT -> appendObject(node, text);
      case ARRAY -> appendArray(node, text);
      case STRING -> appendString(node.stringValue(), text);
      case NUMBER -> text.append(number(node.doubleValue()));
      case BOOLEAN -> text.append(node.booleanValue());
      case NULL -> text.append("null");
      case BINARY, MISSING, POJO ->
        throw new IllegalArgumentException("no JSON value: " + node.getNodeType());
    }
  }

  private static void appendObject(JsonNode node, StringBuilder text) {
    var members = new TreeMap<String, JsonNode>();
    node.forEachEntry(members::put);
    var separator = '{';
    for (var member : members.entrySet()) {
      text.append(separator);
      appendString(member.getKey(), text);
      text.append(':');
      append(member.getValue(), text);
      separator = ',';
    }
    text.append(members.isEmpty() ? "{}" : "}");
  }

  private static void appendArray(JsonNode node, StringBuilder text) {
    var separator = '[';
    for (var element : node) {
      text.append(separator);
      append(element, text);
      separator = ',';
    }
    text.append(node.isEmpty() ? "[]" : "]");
  }

  private static void appendString(String value, StringBuilder text) {
    text.append('"');
    for (var i = 0; i < value.length(); i++) {
      var unit = value.charAt(i);
      switch (unit) {
        case '"' -> text.append("\\\"");
        case '\\' -> text.append("\\\\");
        case '\b' -> text.append("\\b");
        case '\t' -> text.append("\\t");
        case '\n' -> text.append("\\n");
        case '\f' -> text.append("\\f");
        case '\r' -> text.append("\\r");
        default -> {
          if (unit < ' ') {
            text.append(String.format(Locale.ROOT, "\\u%04x", (int) unit));
          } else {
            text.append(unit);
          }
        }
      }
    }
    text.append('"');
  }

  static String number(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("no JSON number: " + value);
    }
    if (value == 0) {
      return "0";
    }
    var sign = value < 0 ? "-" : "";
    var decimal = shortest(Math.abs(value));
    var digits = decimal.unscaledValue().toString();
    return sign + layOut(digits, digits.length() - decimal.scale());
  }

  /** The fewest digits that read back as {@code value}. */
  private static BigDecimal shortest(double value) {
    var printed = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (printed.precision() == 2) {
      var shorter = printed.round(new MathContext(1));
      if (shorter.doubleValue() == value) {
        return shorter.stripTrailingZeros();
      }
    }
    return printed;
  }

  /**
   * @param point how many digits stand before the decimal point; may be negative, or beyond the
   *     last digit
   */
  private static String layOut(String digits, int point) {
    var count = digits.length();
    if (count <= point && point <= MOST_PLAIN_DIGITS) {
      return digits + "0".repeat(point - count);
    }
    if (0 < point && point <= MOST_PLAIN_DIGITS) {
      return digits.substring(0, point) + "." + digits.substring(point);
    }
    if (LEAST_PLAIN_EXPONENT < point && point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    var fraction = count == 1 ? "" : "." + digits.substring(1);
    var exponent = point - 1;
    return digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + Math.abs(exponent);
  }
}
