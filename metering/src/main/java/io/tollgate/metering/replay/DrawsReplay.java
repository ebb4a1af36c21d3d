package io.tollgate.metering.replay;

import io.tollgate.metering.collection.Disagreement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Replays the draws of all slots, one after the other. One per replay; not thread-safe. */
final class DrawsReplay {

  private static final int DISAGREEMENTS_SHOWN = 100;

  private final SlotHistory history;
  private final List<Disagreement> disagreements = new ArrayList<>();
  private @Nullable SlotReplay slot;
  private long slots;
  private long records;
  private long corrections;

  DrawsReplay(SlotHistory history) {
    this.history = history;
  }

  /** What was replayed; the disagreements are some of them, if there are many. */
  record Replayed(long slots, long records, long corrections, List<Disagreement> disagreements) {}

  Mono<Replayed> run() {
    return history
        .steps()
        .concatMap(page -> history.quotas(beginning(page)).doOnNext(quotas -> replay(page, quotas)))
        .then(Mono.fromSupplier(() -> {
          endSlot();
          return new Replayed(slots, records, corrections, List.copyOf(disagreements));
        }));
  }

  private static List<Long> beginning(List<SlotStep> page) {
    return page.stream()
        .filter(SlotStep.Begun.class::isInstance)
        .map(SlotStep::slotNo)
        .toList();
  }

  private void replay(List<SlotStep> page, List<SlotQuota> quotas) {
    Map<Long, List<SlotQuota>> bySlot =
        quotas.stream().collect(Collectors.groupingBy(SlotQuota::slotNo));
    for (var step : page) {
      switch (step) {
        case SlotStep.Begun(var slotNo) -> {
          endSlot();
          slot = new SlotReplay(bySlot.getOrDefault(slotNo, List.of()));
          slots++;
        }
        case SlotStep.Accepted record -> {
          records++;
          replay(record);
        }
        case SlotStep.Corrected correction -> {
          corrections++;
          current().replay(correction);
        }
      }
    }
  }

  private void replay(SlotStep.Accepted record) {
    try {
      current().replay(record).ifPresent(this::add);
    } catch (IllegalArgumentException refused) {
      add(new Disagreement(
          "record " + record.recordNo(), String.valueOf(refused.getMessage()), ""));
    }
  }

  private SlotReplay current() {
    var open = slot;
    if (open == null) {
      throw new IllegalStateException("a step before its slot");
    }
    return open;
  }

  private void endSlot() {
    var open = slot;
    if (open != null) {
      open.end().forEach(this::add);
    }
  }

  private void add(Disagreement disagreement) {
    if (disagreements.size() < DISAGREEMENTS_SHOWN) {
      disagreements.add(disagreement);
    }
  }
}
