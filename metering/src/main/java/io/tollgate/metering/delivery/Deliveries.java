package io.tollgate.metering.delivery;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Writes outbound calls, to leave after the caller's transaction has committed. */
public interface Deliveries {

  /**
   * Joins the caller's transaction, which has to hold the instance's row, and emits the delivery's
   * number. A change of status drops those that wait and were overtaken by it, and is itself
   * dropped where the ISV was last told the same; the number is that of the dropped delivery then.
   */
  default Mono<Long> enqueue(Call call) {
    return enqueue(List.of(call)).map(List::getFirst);
  }

  /** The same for several, of one call at most for each instance; the numbers in their order. */
  Mono<List<Long>> enqueue(List<Call> calls);

  /**
   * Makes the last call of this activity once more, for this instance, with {@code members} put in
   * place of its own or added to them. Joins the caller's transaction.
   */
  Mono<Void> repeat(long instanceNo, Activity activity, Map<String, Object> members);

  /** Whether a call of these activities waits or is under way for this instance; joins. */
  Mono<Boolean> isWaiting(long instanceNo, Collection<Activity> activities);

  /** Ends what waits for this instance, of these activities, without sending it; joins. */
  Mono<Void> drop(long instanceNo, Collection<Activity> activities);

  /**
   * Sends again now, with all its attempts before it.
   *
   * @return empty where there is no such delivery
   */
  Mono<RestartOutcome> restart(long deliveryNo);

  /** What became of the wish to send again. */
  enum RestartOutcome {
    RESTARTED,
    /** A later call of the same instance says otherwise by now, so this one must not be sent. */
    OVERTAKEN
  }

  /** Makes this node look at once. */
  void wake();
}
