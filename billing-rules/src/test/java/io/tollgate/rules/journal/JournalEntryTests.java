package io.tollgate.rules.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.tollgate.rules.money.Money;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JournalEntryTests {

  private static final Instant NOW = Instant.parse("2026-01-10T12:00:00Z");
  private static final Money ZERO = yuan("0");

  @Test
  void anEntryThatDoesNotBalanceCannotBeBuilt() {
    var postings =
        List.of(new Posting(Account.CASH, yuan("-1")), new Posting(Account.SUSPENSE, yuan("0.99")));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JournalEntry(EntryKind.TOP_UP, NOW, "r", postings))
        .withMessage("postings: sum -0.01 CNY (expected: 0, at least two postings)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new JournalEntry(EntryKind.TOP_UP, NOW, "r", List.of()))
        .withMessage("postings: none (expected: at least two)");
  }

  @Test
  void aMovementOfNothingIsNoMovement() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Posting(Account.CASH, ZERO));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JournalEntry.topUp("c", ZERO, "r", NOW))
        .withMessage("amount: 0 CNY (expected: > 0)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JournalEntry.purchase("c", ZERO, "r", NOW));
    assertThatIllegalArgumentException().isThrownBy(() -> JournalEntry.usage("c", ZERO, "r", NOW));
    assertThatIllegalArgumentException().isThrownBy(() -> JournalEntry.refund("c", ZERO, "r", NOW));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JournalEntry.adjustment("c", ZERO, "r", NOW));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JournalEntry.settlement("i", ZERO, ZERO, "r", NOW));
  }

  @Test
  void whatOnlyGoesOneWayIsNotTurnedAroundByASign() {
    var negative = yuan("-1");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> JournalEntry.topUp("c", negative, "r", NOW));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JournalEntry.purchase("c", negative, "r", NOW));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JournalEntry.usage("c", negative, "r", NOW));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JournalEntry.refund("c", negative, "r", NOW));
  }

  @Test
  void everyMovementHasItsKindItsReferenceAndItsTime() {
    var one = yuan("1");

    assertThat(List.of(
            JournalEntry.topUp("c", one, "r", NOW),
            JournalEntry.purchase("c", one, "r", NOW),
            JournalEntry.usage("c", one, "r", NOW),
            JournalEntry.refund("c", one, "r", NOW),
            JournalEntry.adjustment("c", one, "r", NOW),
            JournalEntry.settlement("i", one, one, "r", NOW)))
        .allSatisfy(entry -> {
          assertThat(entry.reference()).isEqualTo("r");
          assertThat(entry.occurredAt()).isEqualTo(NOW);
        })
        .extracting(JournalEntry::kind)
        .containsExactly(EntryKind.values());
  }

  @Test
  void aSettlementLeavesOutWhatIsZero() {
    assertThat(JournalEntry.settlement("i", yuan("5"), ZERO, "r", NOW).postings())
        .containsExactly(
            new Posting(Account.SUSPENSE, yuan("-5")), new Posting(Account.isv("i"), yuan("5")));
    assertThat(JournalEntry.settlement("i", yuan("5"), yuan("-5"), "r", NOW).postings())
        .containsExactly(
            new Posting(Account.isv("i"), yuan("5")), new Posting(Account.FEE, yuan("-5")));
  }

  @Test
  void accountsAreNamedAsTheJournalWritesThem() {
    assertThat(Account.customer("c-1")).hasToString("customer:c-1");
    assertThat(Account.isv("i-1")).hasToString("isv:i-1");
    assertThat(Account.CASH).isLessThan(Account.FEE);
    assertThatIllegalArgumentException().isThrownBy(() -> new Account(" "));
  }

  private static Money yuan(String amount) {
    return Money.of(amount, "CNY");
  }
}
