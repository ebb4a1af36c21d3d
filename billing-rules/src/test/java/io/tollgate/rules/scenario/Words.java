package io.tollgate.rules.scenario;

import io.tollgate.rules.quantity.Quantity;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** The words of a command, taken one by one. */
final class Words {

  private final Deque<String> words;

  Words(String command) {
    this.words = new ArrayDeque<>(List.of(command.split("\\s+")));
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

  String rest() {
    var rest = String.join(" ", words);
    words.clear();
    return rest;
  }

  Quantity quantity() {
    return Quantity.of(next());
  }

  BigDecimal decimal() {
    return new BigDecimal(next());
  }

  int number() {
    return Integer.parseInt(next());
  }

  /** A local time such as {@code 2026-01-31T10:00}. */
  Instant time(ZoneId zone) {
    return LocalDateTime.parse(next()).atZone(zone).toInstant();
  }

  <E extends Enum<E>> E constant(Class<E> type) {
    return Enum.valueOf(type, next().toUpperCase(Locale.ROOT));
  }

  void end() {
    if (hasNext()) {
      throw new IllegalArgumentException("not understood: " + words);
    }
  }
}
