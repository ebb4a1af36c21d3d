package io.tollgate.loadtest.demo;

import io.tollgate.loadtest.http.Reply;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** What the story insists on. Every figure it prints was compared with what it should be. */
final class Expect {

  private static final Duration POLL = Duration.ofMillis(20);

  /** A call whose answer is waited for. */
  interface Question {
    Reply ask() throws IOException;
  }

  private Expect() {}

  static JsonNode status(int expected, Reply reply, String step) {
    if (reply.status() != expected) {
      throw new StoryFailure(
          "%s: answered %s (expected: %d)".formatted(step, reply.inShort(), expected));
    }
    return reply.json();
  }

  /** Equal as decimals: 600 and 600.0000 are the same quantity. */
  static String decimal(String expected, JsonNode actual, String what) {
    var text = actual.asString("");
    var same = false;
    try {
      same = new BigDecimal(expected).compareTo(new BigDecimal(text)) == 0;
    } catch (NumberFormatException notANumber) {
      // Falls through to the failure, which shows the text.
    }
    if (!same) {
      throw new StoryFailure("%s: %s (expected: %s)".formatted(what, shown(text), expected));
    }
    return text;
  }

  static String text(String expected, String actual, String what) {
    if (!expected.equals(actual)) {
      throw new StoryFailure("%s: %s (expected: %s)".formatted(what, shown(actual), expected));
    }
    return actual;
  }

  static void that(boolean holds, String otherwise) {
    if (!holds) {
      throw new StoryFailure(otherwise);
    }
  }

  static <T> T present(Optional<T> value, String otherwise) {
    return value.orElseThrow(() -> new StoryFailure(otherwise));
  }

  /** Asks until the reply's body is {@code wanted}; fails with the last reply after a while. */
  static JsonNode eventually(
      Question question, Predicate<JsonNode> wanted, Duration patience, String what)
      throws IOException, InterruptedException {
    var deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      var reply = question.ask();
      if (reply.isSuccess() && wanted.test(reply.json())) {
        return reply.json();
      }
      if (System.nanoTime() > deadline) {
        throw new StoryFailure("%s: not within %d s; last answer %s"
            .formatted(what, patience.toSeconds(), reply.inShort()));
      }
      Thread.sleep(POLL);
    }
  }

  private static String shown(String text) {
    return text.isEmpty() ? "nothing" : text;
  }
}
