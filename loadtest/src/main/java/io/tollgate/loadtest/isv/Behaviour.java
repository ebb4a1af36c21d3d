package io.tollgate.loadtest.isv;

import java.time.Duration;

/**
 * How a production server treats calls whose signature holds.
 *
 * @param delay before each answer
 * @param failRate share of calls that fail, 0 to 1
 * @param failure how a failing call is answered
 * @param pendingPolls how many queries a new instance answers with 000004 before it is done; 0
 *     creates at once
 */
public record Behaviour(Duration delay, double failRate, Failure failure, int pendingPolls) {

  /** How a call that is to fail is answered. */
  public enum Failure {
    /** HTTP 200 with result code 000005. */
    RESULT_CODE,
    /** HTTP 500 without a body that means anything. */
    SERVER_ERROR,
    /** No answer until the server is closed. */
    HANG,
    /** The connection is closed instead of an answer. */
    RESET,
    /** HTTP 200 with something that is no JSON. */
    GARBAGE
  }

  public Behaviour {
    if (delay.isNegative()) {
      throw new IllegalArgumentException("delay: " + delay + " (expected: >= 0)");
    }
    if (!(failRate >= 0 && failRate <= 1)) {
      throw new IllegalArgumentException("failRate: " + failRate + " (expected: 0 to 1)");
    }
    if (pendingPolls < 0) {
      throw new IllegalArgumentException("pendingPolls: " + pendingPolls + " (expected: >= 0)");
    }
  }

  /** Answers everything at once and well. */
  public static Behaviour prompt() {
    return new Behaviour(Duration.ZERO, 0, Failure.RESULT_CODE, 0);
  }

  public Behaviour delayed(Duration by) {
    return new Behaviour(by, failRate, failure, pendingPolls);
  }

  public Behaviour failing(double rate, Failure how) {
    return new Behaviour(delay, rate, how, pendingPolls);
  }

  /** Creates asynchronously: 000004 first, done at the query after {@code polls} pending ones. */
  public Behaviour asynchronous(int polls) {
    return new Behaviour(delay, failRate, failure, polls);
  }
}
