package io.tollgate.metering.collection;

/**
 * Writes JSON as RFC 8785 wants it, as far as aggregates need it: members in the order of their
 * names' UTF-16 code units (which the caller sees to), no white space, whole numbers, and strings
 * with no more escapes than JSON demands.
 */
final class CanonicalJson {

  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out = new StringBuilder(512);

  CanonicalJson open(char bracket) {
    separate();
    out.append(bracket);
    return this;
  }

  CanonicalJson close(char bracket) {
    out.append(bracket);
    return this;
  }

  CanonicalJson name(String name) {
    separate();
    string(name);
    out.append(':');
    return this;
  }

  CanonicalJson text(String name, String value) {
    name(name);
    string(value);
    return this;
  }

  CanonicalJson number(String name, long value) {
    name(name);
    out.append(value);
    return this;
  }

  private void separate() {
    if (out.isEmpty()) {
      return;
    }
    switch (out.charAt(out.length() - 1)) {
      case '{', '[', ':' -> {}
      default -> out.append(',');
    }
  }

  private void string(String value) {
    out.append('"');
    for (var i = 0; i < value.length(); i++) {
      var c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\b' -> out.append("\\b");
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          if (c < ' ') {
            out.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xf));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
