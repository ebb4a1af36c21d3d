package io.tollgate.gateway.protocol.signature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * The canonical form of a JSON text in UTF-8: no white space between tokens, the members of every
 * object in the order of their names by code point, array order kept, members that are null left
 * out, and the text of every name, string and number exactly as it was written.
 *
 * <p>Members with the same name keep their order. A null in an array, or alone, stays. The canonical
 * form of a canonical form is itself.
 *
 * <p>How it works: one pass over the tokens copies the text of each into one growing buffer. An
 * object remembers where each of its members lies there and, if they are out of order when it ends,
 * lays that stretch anew. So the cost is the length times the depth at worst, and the depth is
 * bounded.
 */
public final class CanonicalJson {

  private static final int DEEPEST = 32;

  /** Ten times what any message of the protocol has; sorting more would cost a stranger nothing. */
  private static final int MOST_MEMBERS = 200;

  private static final JsonFactory JSON = JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(DEEPEST)
          .maxNumberLength(Integer.MAX_VALUE)
          .build())
      .build();

  private final byte[] source;
  private final JsonParser parser;
  private byte[] buffer;
  private int length;

  private CanonicalJson(byte[] source, JsonParser parser) {
    this.source = source;
    this.parser = parser;
    this.buffer = new byte[source.length];
  }

  /** The canonical form, or empty where {@code text} is not one JSON value in UTF-8, or is nested more
   * deeply or has larger objects than any message of the protocol. */
  public static Optional<byte[]> of(byte[] text) {
    if (isWide(text)) {
      return Optional.empty();
    }
    try (var parser = JSON.createParser(ObjectReadContext.empty(), text)) {
      var canonical = new CanonicalJson(text, parser);
      if (parser.nextToken() == null) {
        return Optional.empty();
      }
      canonical.copyValue();
      return parser.nextToken() == null
          ? Optional.of(Arrays.copyOf(canonical.buffer, canonical.length))
          : Optional.empty();
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  /** UTF-16 and UTF-32 betray themselves by a zero or a byte order mark in the first bytes. */
  private static boolean isWide(byte[] text) {
    for (var i = 0; i < Math.min(4, text.length); i++) {
      if (text[i] == 0 || text[i] == (byte) 0xFE || text[i] == (byte) 0xFF) {
        return true;
      }
    }
    return false;
  }

  private void copyValue() {
    switch (parser.currentToken()) {
      case START_OBJECT -> copyObject();
      case START_ARRAY -> copyArray();
      case VALUE_STRING -> copyString();
      default -> copyLiteral();
    }
  }

  private void copyArray() {
    append('[');
    var first = true;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (!first) {
        append(',');
      }
      first = false;
      copyValue();
    }
    append(']');
  }

  private void copyObject() {
    append('{');
    var start = length;
    var members = new ArrayList<Member>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      var name = parser.currentName();
      var from = length;
      copyString();
      append(':');
      parser.nextToken();
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        length = from;
      } else {
        copyValue();
        append(',');
        add(members, new Member(name, from, length));
      }
    }
    sort(members, start);
    if (!members.isEmpty()) {
      length--;
    }
    append('}');
  }

  private static void add(List<Member> members, Member member) {
    if (members.size() == MOST_MEMBERS) {
      throw new StreamConstraintsException(
          "object: over " + MOST_MEMBERS + " members (expected: fewer)");
    }
    members.add(member);
  }

  private void sort(List<Member> members, int start) {
    if (isSorted(members)) {
      return;
    }
    members.sort(Member.BY_CODE_POINTS);
    var unsorted = Arrays.copyOfRange(buffer, start, length);
    var to = start;
    for (var member : members) {
      var size = member.to() - member.from();
      System.arraycopy(unsorted, member.from() - start, buffer, to, size);
      to += size;
    }
  }

  private static boolean isSorted(List<Member> members) {
    for (var i = 1; i < members.size(); i++) {
      if (Member.BY_CODE_POINTS.compare(members.get(i - 1), members.get(i)) > 0) {
        return false;
      }
    }
    return true;
  }

  /** A name or a string, from quote to quote, with its escapes as they are. */
  private void copyString() {
    // Reads on to the closing quote, so that below there is one.
    parser.finishToken();
    var from = (int) parser.currentTokenLocation().getByteOffset();
    var end = from + 1;
    while (source[end] != '"') {
      end += source[end] == '\\' ? 2 : 1;
    }
    append(from, end + 1);
  }

  private void copyLiteral() {
    var text = parser.getString();
    ensureCapacity(text.length());
    for (var i = 0; i < text.length(); i++) {
      buffer[length++] = (byte) text.charAt(i);
    }
  }

  private void append(char ascii) {
    ensureCapacity(1);
    buffer[length++] = (byte) ascii;
  }

  private void append(int from, int to) {
    ensureCapacity(to - from);
    System.arraycopy(source, from, buffer, length, to - from);
    length += to - from;
  }

  /** A member that ends with a comma may for a moment need one byte more than the source. */
  private void ensureCapacity(int more) {
    if (length + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length + Math.max(more, 64));
    }
  }

  private record Member(String name, int from, int to) {

    static final Comparator<Member> BY_CODE_POINTS =
        (left, right) -> compareCodePoints(left.name, right.name);

    /** As {@code String.compareTo}, but that surrogates sort behind U+E000 to U+FFFF. */
    private static int compareCodePoints(String left, String right) {
      var shorter = Math.min(left.length(), right.length());
      for (var i = 0; i < shorter; i++) {
        var a = left.charAt(i);
        var b = right.charAt(i);
        if (a != b) {
          return Character.isSurrogate(a) == Character.isSurrogate(b)
              ? Character.compare(a, b)
              : Character.isSurrogate(a) ? 1 : -1;
        }
      }
      return Integer.compare(left.length(), right.length());
    }
  }
}
