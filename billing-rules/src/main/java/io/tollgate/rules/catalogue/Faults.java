package io.tollgate.rules.catalogue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong while reading goes on, so that one answer names every fault. */
final class Faults {

  private final List<Fault> found = new ArrayList<>();

  void add(String pointer, @Nullable Object value, String expected) {
    found.add(new Fault(pointer, shown(value) + " (expected: " + expected + ")"));
  }

  /** Answers {@code value}, and notes a fault where it is missing or blank. */
  @Nullable
  String required(String pointer, @Nullable String value, String expected) {
    if (value == null || value.isBlank()) {
      add(pointer, value, expected);
      return null;
    }
    return value;
  }

  /** Notes a member that has no meaning where it stands. */
  void unused(String pointer, @Nullable Object value, String where) {
    if (value != null) {
      found.add(new Fault(pointer, "has no meaning for " + where + " (expected: left out)"));
    }
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  List<Fault> list() {
    return found;
  }

  private static String shown(@Nullable Object value) {
    return switch (value) {
      case null -> "missing";
      case String text when text.isBlank() -> "blank";
      case String text when text.length() > 40 -> text.substring(0, 40) + "…";
      default -> value.toString();
    };
  }
}
