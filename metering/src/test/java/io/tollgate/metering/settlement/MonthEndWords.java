package io.tollgate.metering.settlement;

import io.tollgate.metering.collection.LedgerFixture;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The words of a command, taken one by one. */
final class MonthEndWords {

  private final Deque<String> words;

  MonthEndWords(String command) {
    words = new ArrayDeque<>(List.of(command.split("\\s+", -1)));
  }

  String next() {
    return words.removeFirst();
  }

  boolean hasNext() {
    return !words.isEmpty();
  }

  /** Takes the next word if it is {@code word}. */
  boolean take(String word) {
    if (word.equals(words.peekFirst())) {
      words.removeFirst();
      return true;
    }
    return false;
  }

  /** Takes a word that has to stand there for the sake of the reader. */
  void skip(String word) {
    if (!take(word)) {
      throw new IllegalArgumentException("\"" + word + "\" expected before " + words);
    }
  }

  /** A local time such as {@code 2026-01-31T10:00}, or a day's beginning. */
  Instant time() {
    var text = next();
    var local =
        text.contains("T") ? LocalDateTime.parse(text) : LocalDate.parse(text).atStartOfDay();
    return local.atZone(LedgerFixture.ZONE).toInstant();
  }

  void end() {
    if (hasNext()) {
      throw new IllegalArgumentException("not understood: " + words);
    }
  }
}
