package io.tollgate.gateway.protocol.usage;

import org.jspecify.annotations.Nullable;

/**
 * The members of a usage record, with the longest text each may have.
 *
 * <p>Times and value are judged record by record later, where a wrong length is a wrong format or
 * too large a number. Their bound here only keeps megabytes out of what is stored about a refused
 * record.
 */
enum RecordMember {
  INSTANCE_ID(0, "instance_id", 64),
  RECORD_TIME(1, "record_time", 255),
  BEGIN_TIME(2, "begin_time", 255),
  END_TIME(3, "end_time", 255),
  USAGE_VALUE(4, "usage_value", 255),
  METERING_SN(5, "metering_sn", 64),
  RELATE_PKG_INSTANCE(6, "relate_pkg_instance", 64),
  PRODUCT_ID(7, "product_id", 64);

  static final int COUNT = values().length;

  private final int place;
  private final String wireName;
  private final int maxLength;

  RecordMember(int place, String wireName, int maxLength) {
    this.place = place;
    this.wireName = wireName;
    this.maxLength = maxLength;
  }

  /** The member that {@code name} means in a generation, or null for one we do not read. */
  static @Nullable RecordMember named(String name, PushGeneration generation) {
    return switch (name) {
      case "instance_id" -> INSTANCE_ID;
      case "record_time" -> RECORD_TIME;
      case "begin_time" -> BEGIN_TIME;
      case "end_time" -> END_TIME;
      case "usage_value" -> USAGE_VALUE;
      case "relate_pkg_instance" -> RELATE_PKG_INSTANCE;
      case "metering_sn" -> generation == PushGeneration.NEW ? METERING_SN : null;
      case "product_id" -> generation == PushGeneration.OLD ? PRODUCT_ID : null;
      default -> null;
    };
  }

  String wireName() {
    return wireName;
  }

  int maxLength() {
    return maxLength;
  }

  /** Where the member lies in an array of {@link #COUNT}. */
  int place() {
    return place;
  }

  int bit() {
    return 1 << place;
  }

  String expected() {
    return this == USAGE_VALUE ? "a number or a string" : "a string";
  }
}
