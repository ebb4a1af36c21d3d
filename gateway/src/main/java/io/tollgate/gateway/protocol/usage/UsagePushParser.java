package io.tollgate.gateway.protocol.usage;

import io.tollgate.gateway.protocol.usage.ParsedPush.Empty;
import io.tollgate.gateway.protocol.usage.ParsedPush.Malformed;
import io.tollgate.gateway.protocol.usage.ParsedPush.Parsed;
import io.tollgate.gateway.protocol.usage.ParsedPush.TooMany;
import io.tollgate.metering.usage.ReportedRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads the body of a usage push in one pass over its bytes, without a tree.
 *
 * <p>What ISVs really send is taken as it comes: members in any order, unknown members of any kind,
 * null for absent, the value as a number or as a string. A member that the protocol knows must not
 * occur twice in one object, for nobody could say which one counts. Thread-safe.
 */
public final class UsagePushParser {

  /** The most records one request may hold. */
  public static final int MOST_RECORDS = 1_000;

  /** Deeper than any client nests what we do not read. */
  private static final int DEEPEST = 32;

  private static final JsonFactory JSON = JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder()
          .maxNestingDepth(DEEPEST)
          // Number text is never converted here, so its length costs nothing.
          .maxNumberLength(Integer.MAX_VALUE)
          .build())
      .build();

  private final PushGeneration generation;

  public UsagePushParser(PushGeneration generation) {
    this.generation = generation;
  }

  /** Reads a whole body. Any bytes give an outcome, none an exception. */
  public ParsedPush parse(byte[] body) {
    return parse(body, 0, body.length);
  }

  /** Reads the body that lies in {@code bytes}, whose rest is not looked at. */
  public ParsedPush parse(byte[] bytes, int offset, int length) {
    try (var json = JSON.createParser(ObjectReadContext.empty(), bytes, offset, length)) {
      return new Reading(json).body();
    } catch (ShapeException wrong) {
      return new Malformed(wrong.pointer, wrong.detail);
    } catch (JacksonException notJson) {
      return new Malformed("", "the body is not JSON: " + reason(notJson));
    }
  }

  private static String reason(JacksonException notJson) {
    var message = notJson.getOriginalMessage();
    var firstLine = message == null ? "" : message.lines().findFirst().orElse("");
    var location = notJson.getLocation();
    return (firstLine.length() <= 120 ? firstLine : firstLine.substring(0, 120) + "…")
        + (location == null ? "" : ", at byte " + location.getByteOffset());
  }

  /** One pass over one body. */
  private final class Reading {

    private final JsonParser json;
    private final List<ReportedRecord> records = new ArrayList<>();
    private int count;

    Reading(JsonParser json) {
      this.json = json;
    }

    ParsedPush body() {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new ShapeException("", "the body is " + found() + " (expected: an object)");
      }
      var seen = false;
      while (json.nextToken() != JsonToken.END_OBJECT) {
        var ours = json.currentName().equals("usage_records");
        json.nextToken();
        if (!ours) {
          json.skipChildren();
        } else if (seen) {
          throw new ShapeException("/usage_records", "occurs twice (expected: once)");
        } else {
          seen = true;
          records();
        }
      }
      if (json.nextToken() != null) {
        throw new ShapeException("", "something follows the body's object (expected: its end)");
      }
      return outcome(seen);
    }

    private ParsedPush outcome(boolean seen) {
      if (!seen) {
        throw new ShapeException("/usage_records", "is missing (expected: an array of records)");
      }
      if (count > MOST_RECORDS) {
        return new TooMany(count);
      }
      return records.isEmpty() ? new Empty() : new Parsed(records);
    }

    private void records() {
      if (json.currentToken() != JsonToken.START_ARRAY) {
        throw new ShapeException(
            "/usage_records", "is " + found() + " (expected: an array of records)");
      }
      while (json.nextToken() != JsonToken.END_ARRAY) {
        if (json.currentToken() != JsonToken.START_OBJECT) {
          throw new ShapeException(
              "/usage_records/" + count, "is " + found() + " (expected: an object)");
        }
        var reported = record();
        // Beyond the bound records are still read, because a malformed one wins, but not kept.
        if (count++ < MOST_RECORDS) {
          records.add(reported);
        }
      }
    }

    private ReportedRecord record() {
      var members = new @Nullable String[RecordMember.COUNT];
      var seen = 0;
      while (json.nextToken() != JsonToken.END_OBJECT) {
        var member = RecordMember.named(json.currentName(), generation);
        json.nextToken();
        if (member == null) {
          json.skipChildren();
          continue;
        }
        if ((seen & member.bit()) != 0) {
          throw fault(member, "occurs twice (expected: once)");
        }
        seen |= member.bit();
        members[member.place()] = text(member);
      }
      return new ReportedRecord(
          mandatory(members, RecordMember.INSTANCE_ID),
          mandatory(members, RecordMember.RECORD_TIME),
          mandatory(members, RecordMember.BEGIN_TIME),
          mandatory(members, RecordMember.END_TIME),
          mandatory(members, RecordMember.USAGE_VALUE),
          identity(members),
          members[RecordMember.RELATE_PKG_INSTANCE.place()]);
    }

    private @Nullable String identity(@Nullable String[] members) {
      if (generation == PushGeneration.NEW) {
        return members[RecordMember.METERING_SN.place()];
      }
      var productId = mandatory(members, RecordMember.PRODUCT_ID);
      if (productId.isBlank()) {
        throw fault(RecordMember.PRODUCT_ID, "is blank (expected: an id)");
      }
      return null;
    }

    private @Nullable String text(RecordMember member) {
      var text = switch (json.currentToken()) {
        case VALUE_NULL -> null;
        case VALUE_STRING -> json.getString();
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(member);
        default -> otherwise(member);
      };
      if (text != null && text.length() > member.maxLength()) {
        throw fault(
            member,
            "has %d characters (expected: at most %d)"
                .formatted(text.length(), member.maxLength()));
      }
      return text;
    }

    private @Nullable String number(RecordMember member) {
      return member == RecordMember.USAGE_VALUE ? json.getString() : otherwise(member);
    }

    /** A wrong JSON type: of metering_sn it is the record's own fault, of the others the body's. */
    private @Nullable String otherwise(RecordMember member) {
      if (member != RecordMember.METERING_SN) {
        throw fault(member, "is " + found() + " (expected: " + member.expected() + ")");
      }
      json.skipChildren();
      return null;
    }

    private String mandatory(@Nullable String[] members, RecordMember member) {
      var text = members[member.place()];
      if (text == null) {
        throw fault(member, "is missing (expected: " + member.expected() + ")");
      }
      return text;
    }

    private ShapeException fault(RecordMember member, String detail) {
      return new ShapeException("/usage_records/" + count + "/" + member.wireName(), detail);
    }

    private String found() {
      return switch (json.currentToken()) {
        case null -> "empty";
        case START_OBJECT -> "an object";
        case START_ARRAY -> "an array";
        case VALUE_STRING -> "a string";
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
        case VALUE_TRUE, VALUE_FALSE -> "a boolean";
        case VALUE_NULL -> "null";
        default -> "something else";
      };
    }
  }

  /** Leaves the depth of the pass; never leaves this class, so it needs no stack trace. */
  private static final class ShapeException extends RuntimeException {

    private final String pointer;
    private final String detail;

    ShapeException(String pointer, String detail) {
      super(detail, null, false, false);
      this.pointer = pointer;
      this.detail = detail;
    }
  }
}
