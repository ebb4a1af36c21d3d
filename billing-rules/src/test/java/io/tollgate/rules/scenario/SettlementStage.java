package io.tollgate.rules.scenario;

import static java.util.stream.Collectors.joining;

import io.tollgate.rules.money.Money;
import io.tollgate.rules.settlement.Attribution;
import io.tollgate.rules.settlement.BillDay;
import io.tollgate.rules.settlement.Billing;
import io.tollgate.rules.settlement.BillingFacts;
import io.tollgate.rules.settlement.BillingGate;
import io.tollgate.rules.settlement.Category;
import io.tollgate.rules.settlement.LineKind;
import io.tollgate.rules.settlement.PlatformFee;
import io.tollgate.rules.settlement.Statement;
import io.tollgate.rules.settlement.StatementLine;
import io.tollgate.rules.settlement.StatementState;
import io.tollgate.rules.settlement.SupervisedService;
import io.tollgate.rules.settlement.SupervisedService.Outcome;
import io.tollgate.rules.settlement.Supervision;
import io.tollgate.rules.settlement.Supervision.Party;
import io.tollgate.rules.settlement.WorkingDays;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Monthly statements. */
final class SettlementStage implements Stage {

  private final World world;
  private final Set<LocalDate> holidays = new HashSet<>();
  private final Set<LocalDate> worked = new HashSet<>();
  private final List<StatementLine<String>> lines = new ArrayList<>();
  private SupervisedService service = SupervisedService.begin(false);

  SettlementStage(World world) {
    this.world = world;
  }

  @Override
  public Optional<String> play(String verb, Words words) {
    return Optional.ofNullable(
        switch (verb) {
          case "holiday" -> added(holidays, words);
          case "worked-weekend" -> added(worked, words);
          case "bill-day" -> billDay(words);
          case "judge" -> judge(words);
          case "sale" -> sale(words, LineKind.SALE);
          case "usage" -> sale(words, LineKind.USAGE);
          case "returned" -> sale(words, LineKind.REFUND);
          case "statement" -> statement(words);
          case "supervision" -> supervision(words);
          case "advance" -> advance(words);
          case "payable" ->
            StatementState.canRequestPayment(Money.of(words.next(), words.next())) ? "yes" : "no";
          default -> null;
        });
  }

  private static String added(Set<LocalDate> days, Words words) {
    days.add(LocalDate.parse(words.next()));
    return "";
  }

  private String billDay(Words words) {
    var month = YearMonth.parse(words.next());
    var workingDays = WorkingDays.of(holidays, worked);
    return BillDay.of(month, workingDays) + ", due "
        + world.local(BillDay.dueAt(month, workingDays, world.zone));
  }

  /** {@code judge 2020-03 on T effective T [month M] [supervised] [accepted T] [credit-unpaid]}. */
  private String judge(Words words) {
    var month = YearMonth.parse(words.next());
    words.skip("on");
    var now = words.time(world.zone);
    var trial = words.take("trial");
    var effectiveAt =
        words.take("effective") ? Optional.of(words.time(world.zone)) : Optional.<Instant>empty();
    var supervised = words.take("supervised");
    var acceptedAt =
        words.take("accepted") ? Optional.of(words.time(world.zone)) : Optional.<Instant>empty();
    var creditUnpaid = words.take("credit-unpaid");
    var attributed =
        effectiveAt.map(instant -> Attribution.month(instant, world.zone)).orElse(month);
    var facts =
        new BillingFacts(trial, supervised, acceptedAt, creditUnpaid, effectiveAt, attributed);
    return switch (BillingGate.judge(facts, month, now, world.zone)) {
      case Billing.Billable _ -> "billed";
      case Billing.NotYet(var reason) -> "not yet, " + reason;
      case Billing.Never _ -> "never";
    };
  }

  /** {@code sale general 5 40 CNY}: a general product with a fee of 5 per cent, sold for 40. */
  private String sale(Words words, LineKind kind) {
    var category = switch (words.next()) {
      case "general" -> Category.GENERAL;
      case "co-sell" -> Category.CO_SELL;
      default -> throw new IllegalArgumentException("general or co-sell");
    };
    var percent = new BigDecimal(words.next());
    var amount = Money.of(words.next(), words.next());
    var signed = kind == LineKind.REFUND ? amount.negated() : amount;
    var fee = PlatformFee.of(category, percent, signed).negated();
    lines.add(new StatementLine<>(kind, "sale", signed));
    if (!fee.isZero()) {
      lines.add(new StatementLine<>(LineKind.FEE, "fee", fee));
    }
    return "fee " + fee;
  }

  private String statement(Words words) {
    var statement = Statement.of(Currency.getInstance(words.next()), lines, "rounding");
    var described = statement.lines().stream()
        .map(line -> line.kind() + " " + line.amount().plainAmount())
        .collect(joining(", "));
    return described + ", total " + statement.total();
  }

  /** {@code supervision STEP [by PARTY]}; {@code supervision reviewed} begins one that needs it. */
  private String supervision(Words words) {
    if (words.take("reviewed")) {
      service = SupervisedService.begin(true);
      return "";
    }
    var step = words.constant(Supervision.Step.class);
    var by = words.take("by") ? Optional.of(words.constant(Party.class)) : Optional.<Party>empty();
    return switch (service.take(step, by)) {
      case Outcome.Taken(var next, var _) -> {
        service = next;
        yield next.state().toString();
      }
      case Outcome.NotPossible(var state, var _) -> "not possible while " + state;
      case Outcome.NotTheirs(var _, var party, var whose) ->
        "not for " + party + " but for "
            + whose.stream().map(Enum::toString).collect(joining(" or "));
    };
  }

  private static String advance(Words words) {
    return words.constant(StatementState.class).next().map(Enum::toString).orElse("the end");
  }
}
