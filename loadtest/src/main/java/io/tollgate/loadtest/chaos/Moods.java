package io.tollgate.loadtest.chaos;

import io.tollgate.loadtest.isv.Behaviour.Failure;
import io.tollgate.loadtest.isv.Mischief;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/**
 * An ISV that fails three calls in ten, in every way there is, half of them after it has done what
 * was asked. No create fails more than twice in a row: after four failures an order rightly fails,
 * and then nothing could be compared. Thread-safe.
 */
final class Moods implements Mischief {

  private static final List<Failure> FAILURES = List.of(
      Failure.SERVER_ERROR, Failure.HANG, Failure.RESET, Failure.GARBAGE, Failure.RESULT_CODE);
  private static final int MOST_FAILED_CREATES = 2;
  private static final double FAIL_RATE = 0.3;

  private final Random random;
  private final Map<String, Integer> failedCreates = new HashMap<>();
  private long failures;

  Moods(long seed) {
    random = new Random(seed);
  }

  @Override
  public synchronized Optional<Trouble> with(String activity, JsonNode members) {
    if (random.nextDouble() >= FAIL_RATE || (activity.equals("newInstance") && spared(members))) {
      return Optional.empty();
    }
    failures++;
    return Optional.of(
        new Trouble(FAILURES.get(random.nextInt(FAILURES.size())), random.nextBoolean()));
  }

  private boolean spared(JsonNode create) {
    var failed = failedCreates.merge(create.path("orderLineId").asString(""), 1, Integer::sum);
    return failed > MOST_FAILED_CREATES;
  }

  synchronized long failures() {
    return failures;
  }
}
