package io.tollgate.rules.scenario;

import io.tollgate.rules.journal.Account;
import io.tollgate.rules.journal.JournalEntry;
import io.tollgate.rules.money.Money;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** What the stages of one scenario share: the zone, and the journal of customer {@code c}. */
final class World {

  static final String CUSTOMER = "c";

  ZoneId zone = ZoneId.of("Asia/Shanghai");
  final List<JournalEntry> journal = new ArrayList<>();

  String local(Instant instant) {
    return LocalDateTime.ofInstant(instant, zone).toString();
  }

  SortedMap<Account, Money> accounts() {
    var accounts = new TreeMap<Account, Money>();
    for (var entry : journal) {
      for (var posting : entry.postings()) {
        accounts.merge(posting.account(), posting.amount(), Money::plus);
      }
    }
    return accounts;
  }
}
