package io.tollgate.gateway.ops;

import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.collection.Disagreement;
import io.tollgate.metering.replay.LedgerReplay;
import io.tollgate.metering.replay.LedgerReplay.Replayed;
import io.tollgate.metering.replay.RecordsSetAsideException;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** The ledger done again in its recorded order, and what of it does not come out the same. */
@RestController
@RequestMapping("/ops/v1/ledger-replay")
class LedgerReplayController {

  private final LedgerReplay replay;

  LedgerReplayController(LedgerReplay replay) {
    this.replay = replay;
  }

  /** Takes as long as the ledger is large; changes nothing and holds nothing up. */
  @GetMapping
  Mono<Answer> replay() {
    return replay
        .replay()
        .map(Answer::of)
        .onErrorMap(
            RecordsSetAsideException.class,
            aside -> Problem.conflict(String.valueOf(aside.getMessage())).asException());
  }

  /**
   * @param records that asked a quota
   * @param entries of the journal, for usage and its adjustments
   */
  record Answer(
      long slots,
      long records,
      long corrections,
      long closings,
      long aggregates,
      long entries,
      List<Difference> differences) {

    static Answer of(Replayed replayed) {
      return new Answer(
          replayed.slots(),
          replayed.records(),
          replayed.corrections(),
          replayed.closings(),
          replayed.aggregates(),
          replayed.entries(),
          replayed.disagreements().stream().map(Difference::of).toList());
    }
  }

  record Difference(String what, String recorded, String replayed) {

    static Difference of(Disagreement found) {
      return new Difference(found.what(), found.recorded(), found.replayed());
    }
  }
}
