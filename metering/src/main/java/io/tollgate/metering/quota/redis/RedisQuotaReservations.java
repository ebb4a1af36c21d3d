package io.tollgate.metering.quota.redis;

import io.lettuce.core.ScriptOutputType;
import io.tollgate.metering.quota.QuotaReservations;
import io.tollgate.metering.quota.ReservationsAwayException;
import io.tollgate.metering.quota.redis.SharedTurns.Turn;
import io.tollgate.metering.redis.RedisCommands;
import io.tollgate.metering.redis.RedisScript;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Turns of slots, which share script calls. A slot's keys share a hash tag with those of some others,
 * so that a cluster serves them too.
 */
@Component
final class RedisQuotaReservations implements QuotaReservations {

  /** After it a slot is forgotten, and loaded again when asked. */
  private static final String TIME_TO_LIVE_SECONDS =
      Long.toString(Duration.ofDays(7).toSeconds());

  /** So many that a cluster's masters share them evenly, so few that many slots share a call. */
  private static final int TAGS = 64;

  private static final String KEY_PREFIX = "tollgate:{q";
  private static final String HELD_SUFFIX = ":held";

  private static final RedisScript TURNS = script("turns.lua");
  private static final RedisScript LOAD = script("load.lua");
  private static final RedisScript OPEN = script("open.lua");

  private final RedisCommands redis;
  private final SharedTurns turns;

  RedisQuotaReservations(RedisCommands redis) {
    this.redis = redis;
    this.turns = new SharedTurns(redis, TURNS);
  }

  @Override
  public Mono<Reservation> reserve(long slotNo, List<Ask> asks) {
    return turns
        .take(turn(slotNo, asking(asks)))
        .map(RedisQuotaReservations::decode)
        .onErrorMap(ReservationsAwayException::new);
  }

  @Override
  public Mono<Void> resolve(long slotNo, List<Resolution> resolutions) {
    return turns
        .take(turn(slotNo, closing(resolutions)))
        .onErrorMap(ReservationsAwayException::new)
        .then();
  }

  @Override
  public Mono<Void> load(
      long slotNo, String generation, Map<Long, Long> leftUnits, long lastSequence) {
    var arguments = new ArrayList<String>(4 + 2 * leftUnits.size());
    arguments.add(generation);
    arguments.add(UUID.randomUUID().toString());
    arguments.add(TIME_TO_LIVE_SECONDS);
    arguments.add(Long.toString(lastSequence));
    leftUnits.forEach((quota, left) -> {
      arguments.add(quota.toString());
      arguments.add(left.toString());
    });
    return redis
        .<Long>run(LOAD, ScriptOutputType.INTEGER, keys(slotNo), arguments.toArray(String[]::new))
        .onErrorMap(ReservationsAwayException::new)
        .then();
  }

  @Override
  public Flux<Open> openLongerThan(long slotNo, Duration age) {
    return redis
        .<List<Object>>run(
            OPEN, ScriptOutputType.MULTI, new String[] {keys(slotNo)[1]}, new String[] {
              Long.toString(age.toMillis())
            })
        .onErrorMap(ReservationsAwayException::new)
        .flatMapIterable(RedisQuotaReservations::open);
  }

  private static List<Open> open(List<Object> reply) {
    var open = new ArrayList<Open>(reply.size() / 2);
    for (var at = 0; at < reply.size(); at += 2) {
      open.add(new Open((String) reply.get(at), Long.parseLong((String) reply.get(at + 1))));
    }
    return open;
  }

  /** A hash of reservations is gone with its last one, so that only open slots are found. */
  @Override
  public Flux<Long> slotsWithOpen() {
    return redis
        .keysLike(KEY_PREFIX + "*" + HELD_SUFFIX)
        .onErrorMap(ReservationsAwayException::new)
        .map(RedisQuotaReservations::slotOf);
  }

  @Override
  public Mono<Belief> believed(long slotNo) {
    return redis
        .hashEntries(keys(slotNo)[0])
        .onErrorMap(ReservationsAwayException::new)
        .filter(fields -> !fields.isEmpty())
        .map(RedisQuotaReservations::belief);
  }

  private static Belief belief(Map<String, String> fields) {
    var left = new HashMap<Long, Long>();
    var held = new HashMap<Long, Long>();
    fields.forEach((name, value) -> {
      if (name.startsWith("r:")) {
        left.put(Long.valueOf(name.substring(2)), Long.valueOf(value));
      } else if (name.startsWith("h:")) {
        held.put(Long.valueOf(name.substring(2)), Long.valueOf(value));
      }
    });
    return new Belief(fields.getOrDefault("gen", ""), left, held);
  }

  private static String[] keys(long slotNo) {
    var slot = KEY_PREFIX + tag(slotNo) + "}:" + slotNo;
    return new String[] {slot + ":quota", slot + HELD_SUFFIX};
  }

  private static int tag(long slotNo) {
    return (int) (slotNo % TAGS);
  }

  private static long slotOf(String heldKey) {
    var from = heldKey.indexOf(':', KEY_PREFIX.length()) + 1;
    return Long.parseLong(heldKey, from, heldKey.length() - HELD_SUFFIX.length(), 10);
  }

  private static Turn turn(long slotNo, List<String> arguments) {
    var keys = keys(slotNo);
    return new Turn(tag(slotNo), keys[0], keys[1], arguments);
  }

  private static List<String> asking(List<Ask> asks) {
    var places = new LinkedHashMap<Long, String>();
    for (var ask : asks) {
      for (var quota : ask.quotas()) {
        places.computeIfAbsent(quota, first -> Integer.toString(places.size() + 1));
      }
    }
    var arguments = new ArrayList<String>(3 + 2 * places.size() + 5 * asks.size());
    arguments.add(Integer.toString(places.size()));
    for (var quota : places.keySet()) {
      arguments.add("r:" + quota);
      arguments.add("h:" + quota);
    }
    for (var ask : asks) {
      arguments.add(ask.token());
      arguments.add(Long.toString(ask.units()));
      arguments.add(ask.allOrNothing() ? "R" : "C");
      arguments.add(Integer.toString(ask.quotas().size()));
      for (var quota : ask.quotas()) {
        arguments.add(Objects.requireNonNull(places.get(quota)));
      }
    }
    return ofKind("A", arguments);
  }

  private static List<String> closing(List<Resolution> resolutions) {
    var arguments = new ArrayList<String>(2 + resolutions.size() * 3);
    for (var resolution : resolutions) {
      arguments.add(resolution.settled() ? "S" : "R");
      arguments.add(resolution.token());
      arguments.add(Long.toString(resolution.sequence()));
    }
    return ofKind("Z", arguments);
  }

  private static List<String> ofKind(String kind, List<String> arguments) {
    arguments.addAll(0, List.of(kind, Integer.toString(arguments.size())));
    return arguments;
  }

  private static Reservation decode(Object replied) {
    var reply = (List<?>) replied;
    var generation = (String) reply.getFirst();
    if (!"RESERVED".equals(reply.get(1))) {
      return new Reservation.NotLoaded(generation);
    }
    var proposals = new ArrayList<Proposal>(reply.size() - 2);
    for (var line : reply.subList(2, reply.size())) {
      proposals.add(proposal((List<?>) line));
    }
    return new Reservation.Reserved(generation, proposals);
  }

  private static Proposal proposal(List<?> line) {
    return switch ((String) line.getFirst()) {
      case "X" -> new Proposal.Rejected();
      case "B" -> new Proposal.Busy();
      default -> {
        var units = new ArrayList<Long>(line.size() - 2);
        for (var text : line.subList(2, line.size())) {
          units.add(Long.valueOf((String) text));
        }
        yield new Proposal.Drawn(Long.parseLong((String) line.get(1)), units);
      }
    };
  }

  private static RedisScript script(String name) {
    return RedisScript.load("/io/tollgate/metering/quota/redis/" + name);
  }
}
