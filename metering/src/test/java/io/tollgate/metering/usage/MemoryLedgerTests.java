package io.tollgate.metering.usage;

import java.util.concurrent.atomic.AtomicInteger;

class MemoryLedgerTests extends UsageLedgerContract {

  private final MemoryLedger ledger = new MemoryLedger();
  private final AtomicInteger numbers = new AtomicInteger();

  @Override
  protected UsageLedger ledger() {
    return ledger;
  }

  @Override
  protected Subject subject() {
    var number = numbers.incrementAndGet();
    ledger.grant(number, number, 10);
    return new Subject(
        SimulatedFacts.instance(number, false),
        number,
        SimulatedFacts.quota(number, "pkg", 10, true));
  }
}
