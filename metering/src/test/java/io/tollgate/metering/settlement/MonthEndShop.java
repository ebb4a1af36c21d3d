package io.tollgate.metering.settlement;

import static java.util.Objects.requireNonNull;

import io.tollgate.metering.account.Journal;
import io.tollgate.metering.collection.LedgerFixture;
import io.tollgate.rules.journal.JournalEntry;
import io.tollgate.rules.money.Money;
import io.tollgate.rules.usage.Cycle;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is sold before a month ends, written as the rest of the product writes it. */
final class MonthEndShop {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final LedgerFixture ledger;
  private final Journal journal;
  private final Map<String, Integer> items = new HashMap<>();
  private final Map<String, Integer> customers = new HashMap<>();
  private final Map<String, Long> instances = new HashMap<>();

  MonthEndShop(LedgerFixture ledger, Journal journal) {
    this.ledger = ledger;
    this.journal = journal;
  }

  long instanceNo(String name) {
    return requireNonNull(instances.get(name));
  }

  /** {@code product p of isv general 5 [supervised] [reviewed]}, usage at 1 CNY. */
  String product(MonthEndWords words) {
    var name = words.next();
    words.skip("of");
    var isvNo = ledger.isv(words.next());
    var category = words.next().equals("general") ? "GENERAL" : "CO_SELL";
    var percent = words.next();
    var supervised = words.take("supervised");
    var reviewed = words.take("reviewed");
    ledger.run("""
        UPDATE product
           SET product_code = '%s', category = '%s', platform_fee_percent = %s, supervised = %s,
               supervision_review = %s
         WHERE isv_no = %d""".formatted(name, category, percent, supervised, reviewed, isvNo));
    items.put(name, ledger.item(isvNo, "pid-" + name, Cycle.HOURLY, LedgerFixture.perUnit("1")));
    return "";
  }

  String customer(MonthEndWords words) {
    var name = words.next();
    customers.put(name, ledger.customer(name));
    if (words.next().equals("credit")) {
      ledger.run("UPDATE customer SET type = 'CREDIT' WHERE customer_id = '" + name + "'");
    }
    return "";
  }

  /** {@code order o1 NEW of p by c for 40 on T [effective T]}; a trial costs nothing. */
  String order(MonthEndWords words) {
    var orderId = words.next();
    var type = words.next();
    words.skip("of");
    var itemNo = requireNonNull(items.get(words.next()));
    words.skip("by");
    var customerId = words.next();
    words.skip("for");
    var amount = words.next();
    words.skip("on");
    var paidAt = words.time();
    ledger.instance(itemNo, requireNonNull(customers.get(customerId)), "PERIOD", orderId);
    ledger.run("""
        UPDATE marketplace_order
           SET order_id = '%1$s', order_type = '%2$s', amount = %3$s, created_at = '%4$s'
         WHERE order_id = 'o-%1$s'""".formatted(orderId, type, amount, paidAt));
    ledger.run("UPDATE instance SET activated_at = NULL WHERE instance_id = '" + orderId + "'");
    if (!amount.equals("0")) {
      post(JournalEntry.purchase(customerId, Money.of(amount, "CNY"), orderId, paidAt));
    }
    if (words.take("effective")) {
      takesEffect(orderId, words.time());
    }
    return "";
  }

  String effective(MonthEndWords words) {
    takesEffect(words.next(), words.time());
    return "";
  }

  private void takesEffect(String orderId, Instant at) {
    ledger.run("UPDATE marketplace_order SET effective_at = '%s' WHERE order_id = '%s'"
        .formatted(at, orderId));
  }

  /** A create that failed is given back in full. */
  String fails(MonthEndWords words) {
    var orderId = words.next();
    ledger.run(
        "UPDATE marketplace_order SET state = 'FAILED' WHERE order_id = '%s'".formatted(orderId));
    return giveBack(orderId, words);
  }

  /** {@code refund o1 40 to c on T}. */
  String refund(MonthEndWords words) {
    var orderId = words.next();
    ledger.run(
        "UPDATE marketplace_order SET state = 'REFUNDED' WHERE order_id = '%s'".formatted(orderId));
    return giveBack(orderId, words);
  }

  String giveBack(String orderId, MonthEndWords words) {
    var amount = Money.of(words.next(), "CNY");
    words.skip("to");
    var customerId = words.next();
    words.skip("on");
    post(JournalEntry.refund(customerId, amount, orderId, words.time()));
    return "";
  }

  private void post(JournalEntry entry) {
    journal.postAll(List.of(entry)).block(PATIENCE);
  }

  /** {@code instance i of p by c [trial]}: pay per use, its order is {@code o-i}. */
  String instance(MonthEndWords words) {
    var name = words.next();
    words.skip("of");
    var itemNo = requireNonNull(items.get(words.next()));
    words.skip("by");
    var customerNo = requireNonNull(customers.get(words.next()));
    instances.put(name, ledger.instance(itemNo, customerNo, "ON_DEMAND", name));
    if (words.take("trial")) {
      ledger.run("UPDATE marketplace_order SET order_type = 'TRIAL' WHERE order_id = 'o-%s'"
          .formatted(name));
      ledger.run("UPDATE instance SET trial = true WHERE instance_id = '%s'".formatted(name));
    }
    return "";
  }

  String repaid(MonthEndWords words) {
    ledger.run("INSERT INTO repayment SELECT customer_no, '%2$s-01', now() FROM customer WHERE"
        .concat(" customer_id = '%1$s'")
        .formatted(words.next(), words.next()));
    return "";
  }
}
