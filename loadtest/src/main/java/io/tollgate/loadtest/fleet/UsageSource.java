package io.tollgate.loadtest.fleet;

import io.tollgate.loadtest.isv.UsageRecord;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Makes records that the gateway has to accept: every sn and every window is new. Thread-safe.
 *
 * <p>The k-th window of an instance begins k seconds into the time that may be reported, and starts
 * over with a longer one when that time is used up.
 */
public final class UsageSource {

  private final List<Member> members;
  private final Instant latest;
  private final boolean fromPackages;
  private final AtomicLong counter = new AtomicLong();

  /**
   * @param latest no record ends after it; the business time or a little before
   * @param fromPackages whether records name the package to draw from
   */
  public UsageSource(List<Member> members, Instant latest, boolean fromPackages) {
    this.members = List.copyOf(members);
    this.latest = latest.truncatedTo(ChronoUnit.SECONDS);
    this.fromPackages = fromPackages;
  }

  /** {@code count} records over the members in turn. */
  public List<UsageRecord> next(int count, String value) {
    var records = new ArrayList<UsageRecord>(count);
    for (var i = 0; i < count; i++) {
      var number = counter.getAndIncrement();
      records.add(record(members.get((int) (number % members.size())), value));
    }
    return records;
  }

  /** One record of {@code member}. */
  public UsageRecord next(Member member, String value) {
    return record(member, value);
  }

  private UsageRecord record(Member member, String value) {
    var earliest = member.activatedAt().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
    var spanSeconds = earliest.until(latest, ChronoUnit.SECONDS);
    if (spanSeconds < 2) {
      throw new IllegalStateException(
          "no time to report for " + member.instanceId() + ": " + earliest + " to " + latest);
    }
    var begin = earliest;
    var end = latest.plusSeconds(1);
    while (end.isAfter(latest)) {
      var window = member.nextWindow();
      if (window / spanSeconds >= spanSeconds) {
        throw new IllegalStateException("no window left for %s between %s and %s"
            .formatted(member.instanceId(), earliest, latest));
      }
      begin = earliest.plusSeconds(window % spanSeconds);
      end = begin.plusSeconds(1 + window / spanSeconds);
    }
    return new UsageRecord(
        member.instanceId(), latest, begin, end, value, randomSn(), packageOf(member));
  }

  /** Random, as ISVs are advised: an index of them is met everywhere, not at its end. */
  private static String randomSn() {
    var random = ThreadLocalRandom.current();
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private @Nullable String packageOf(Member member) {
    return fromPackages ? member.packageInstanceId() : null;
  }
}
