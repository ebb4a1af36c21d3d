package io.tollgate.loadtest.isv;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** All calls a production server received, in the order of arrival. Thread-safe. */
public final class CallLog {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final List<ReceivedCall> calls = new ArrayList<>();

  void add(ReceivedCall call) {
    lock.lock();
    try {
      calls.add(call);
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  public List<ReceivedCall> all() {
    lock.lock();
    try {
      return List.copyOf(calls);
    } finally {
      lock.unlock();
    }
  }

  /** How many came so far. */
  public int size() {
    lock.lock();
    try {
      return calls.size();
    } finally {
      lock.unlock();
    }
  }

  public List<ReceivedCall> matching(Predicate<ReceivedCall> wanted) {
    return all().stream().filter(wanted).toList();
  }

  /** The first call that is {@code wanted}, past or yet to come; empty after {@code patience}. */
  public Optional<ReceivedCall> await(Predicate<ReceivedCall> wanted, Duration patience)
      throws InterruptedException {
    var remainingNanos = patience.toNanos();
    var seen = 0;
    lock.lock();
    try {
      while (true) {
        for (; seen < calls.size(); seen++) {
          if (wanted.test(calls.get(seen))) {
            return Optional.of(calls.get(seen));
          }
        }
        if (remainingNanos <= 0) {
          return Optional.empty();
        }
        remainingNanos = arrived.awaitNanos(remainingNanos);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what came so far; for long runs. */
  public void clear() {
    lock.lock();
    try {
      calls.clear();
    } finally {
      lock.unlock();
    }
  }
}
