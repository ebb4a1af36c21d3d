package io.tollgate.rules.settlement;

import io.tollgate.rules.settlement.Supervision.Party;
import io.tollgate.rules.settlement.Supervision.Step;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The service of a supervised order (服务监管): which steps are possible, whose they are, and where
 * they lead.
 *
 * <p>The customer submits a demand, the ISV confirms it, delivers, and the customer accepts. Where
 * the order needs a review, the platform's lies between the two; elsewhere it may. A rejected demand
 * is written anew, rejected work is done anew. An appeal holds everything up, wherever the order
 * stands, until whoever appealed withdraws it, or the platform settles it; the order then goes on
 * where it stood.
 *
 * @param needsReview whether the platform reviews it before the customer can accept
 * @param appeal the open appeal; present while {@link Supervision#APPEALED}, and only then
 */
public record SupervisedService(Supervision state, boolean needsReview, Optional<Appeal> appeal) {

  /** An objection: where the order stood, and who objected. */
  public record Appeal(Supervision from, Party by) {}

  /** A step that can be taken now, and by whom. */
  public record PossibleStep(Step step, List<Party> parties) {

    public PossibleStep {
      parties = List.copyOf(parties);
    }

    @Override
    public String toString() {
      return step + " by " + parties;
    }
  }

  /** What came of a step. Where both refusals apply, the first is given. */
  public sealed interface Outcome {

    record Taken(SupervisedService service, Party by) implements Outcome {}

    /** The step leads nowhere from here, whoever takes it; these do. */
    record NotPossible(Supervision state, List<PossibleStep> possible) implements Outcome {

      public NotPossible {
        possible = List.copyOf(possible);
      }
    }

    /** The step is another's. */
    record NotTheirs(Step step, Party by, List<Party> whose) implements Outcome {

      public NotTheirs {
        whose = List.copyOf(whose);
      }
    }
  }

  public SupervisedService {
    if ((state == Supervision.APPEALED) != appeal.isPresent()) {
      throw new IllegalArgumentException(
          "appeal: " + appeal + " (expected: one exactly while APPEALED, not " + state + ")");
    }
  }

  /** A service nobody has begun with. */
  public static SupervisedService begin(boolean needsReview) {
    return new SupervisedService(Supervision.PENDING, needsReview, Optional.empty());
  }

  /**
   * Takes a step.
   *
   * @param by empty where nobody said on whose behalf: then it is the first party whose step it is
   */
  public Outcome take(Step step, Optional<Party> by) {
    var whose = whose(step);
    if (whose.isEmpty()) {
      return new Outcome.NotPossible(state, possible());
    }
    var party = by.orElse(whose.getFirst());
    return whose.contains(party)
        ? new Outcome.Taken(after(step, party), party)
        : new Outcome.NotTheirs(step, party, whose);
  }

  /** All steps that somebody can take now. */
  public List<PossibleStep> possible() {
    return Arrays.stream(Step.values())
        .map(step -> new PossibleStep(step, whose(step)))
        .filter(possible -> !possible.parties().isEmpty())
        .toList();
  }

  /** Who may take the step now; nobody where it is not possible. In the order of the parties. */
  private List<Party> whose(Step step) {
    return switch (step) {
      case SUBMIT -> only(state == Supervision.PENDING, Party.CUSTOMER);
      case CONFIRM -> only(state == Supervision.SUBMITTED, Party.ISV);
      case DELIVER -> only(state == Supervision.CONFIRMED, Party.ISV);
      case REVIEW -> only(state == Supervision.DELIVERED, Party.PLATFORM);
      case ACCEPT -> only(isReadyToAccept(), Party.CUSTOMER);
      case REJECT -> whoRejects();
      case APPEAL ->
        state == Supervision.ACCEPTED || state == Supervision.APPEALED
            ? List.of()
            : List.of(Party.CUSTOMER, Party.ISV);
      case WITHDRAW -> appeal.map(open -> List.of(open.by(), Party.PLATFORM)).orElseGet(List::of);
    };
  }

  private static List<Party> only(boolean isPossible, Party party) {
    return isPossible ? List.of(party) : List.of();
  }

  private boolean isReadyToAccept() {
    return state == Supervision.REVIEWED || (state == Supervision.DELIVERED && !needsReview);
  }

  /** The ISV a demand, the platform or the customer the work. */
  private List<Party> whoRejects() {
    return switch (state) {
      case SUBMITTED -> List.of(Party.ISV);
      case DELIVERED ->
        needsReview ? List.of(Party.PLATFORM) : List.of(Party.CUSTOMER, Party.PLATFORM);
      case REVIEWED -> List.of(Party.CUSTOMER);
      case PENDING, CONFIRMED, ACCEPTED, APPEALED -> List.of();
    };
  }

  private SupervisedService after(Step step, Party by) {
    return switch (step) {
      case SUBMIT -> in(Supervision.SUBMITTED);
      case CONFIRM -> in(Supervision.CONFIRMED);
      case DELIVER -> in(Supervision.DELIVERED);
      case REVIEW -> in(Supervision.REVIEWED);
      case ACCEPT -> in(Supervision.ACCEPTED);
      case REJECT ->
        in(state == Supervision.SUBMITTED ? Supervision.PENDING : Supervision.CONFIRMED);
      case APPEAL ->
        new SupervisedService(
            Supervision.APPEALED, needsReview, Optional.of(new Appeal(state, by)));
      case WITHDRAW -> in(appeal.orElseThrow().from());
    };
  }

  private SupervisedService in(Supervision next) {
    return new SupervisedService(next, needsReview, Optional.empty());
  }
}
