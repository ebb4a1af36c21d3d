package io.tollgate.loadtest.bench;

import io.tollgate.loadtest.billing.BilledHours;
import io.tollgate.loadtest.billing.LedgerSize;
import io.tollgate.loadtest.fleet.Member;
import io.tollgate.loadtest.fleet.UsageSource;
import io.tollgate.loadtest.isv.IsvClient;
import io.tollgate.loadtest.platform.GatewayFailure;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Very many instances of ten ISVs, made by SQL, and pushes for as many of them as are wanted. */
final class Crowd {

  static final int RECORDS_EACH = 1_000;

  private static final int ISVS = 10;

  /** Customers come in fives of instances, ISVs in tens; see {@link LedgerSize}. */
  private static final int STEP = 50;

  private static final Duration HALF_A_DAY = Duration.ofHours(12);

  private final Rig rig;
  private final Instant now;
  private final Instant activatedAt;
  private final List<Requests> isvs = new ArrayList<>();

  /** Makes at least so many. */
  Crowd(Rig rig, int atLeast) throws IOException {
    this.rig = rig;
    this.now = Instant.parse(rig.playground().operator().clock().text("now"));
    var all = (atLeast + STEP - 1) / STEP * STEP;
    var hour = now.truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(1));
    this.activatedAt = hour.minus(HALF_A_DAY);
    BilledHours.prepare(rig.playground(), new LedgerSize(all, all, 1), hour).close();
    for (var isv = 0; isv < ISVS; isv++) {
      isvs.add(new Requests(client("isv-" + isv), rig.gateway()));
    }
  }

  private IsvClient client(String isvId) throws IOException {
    var key = rig.playground().operator().createKey(isvId, "BASIC");
    if (key.status() != 201) {
      throw new GatewayFailure("a key for " + isvId + " was answered " + key.inShort());
    }
    return new IsvClient(
        rig.playground().http(), rig.gateway(), key.text("secret"), null, InstantSource.system());
  }

  /** Pushes of 1,000 records, each of one ISV, for the first {@code instances} in turn. */
  Pushes pushes(int instances) {
    var sources = new ArrayList<UsageSource>();
    for (var isv = 0; isv < Math.min(ISVS, instances); isv++) {
      var members = new ArrayList<Member>();
      for (var n = isv; n < instances; n += ISVS) {
        members.add(new Member("c-" + n, "o-" + n, "i-" + n, "", activatedAt));
      }
      sources.add(new UsageSource(members, now, false));
    }
    return new Pushes(sources);
  }

  /** The ISVs take turns. */
  final class Pushes {

    private final List<UsageSource> sources;

    private Pushes(List<UsageSource> sources) {
      this.sources = sources;
    }

    List<byte[]> make(int count) {
      var pushes = new ArrayList<byte[]>(count);
      for (var i = 0; i < count; i++) {
        var isv = i % sources.size();
        pushes.addAll(isvs.get(isv).pushes(sources.get(isv), 1, RECORDS_EACH));
      }
      return pushes;
    }
  }
}
