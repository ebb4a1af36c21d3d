package io.tollgate.rules.quota;

import io.tollgate.rules.quantity.Quantity;

/**
 * One line of the answer to "why was this drawn from there?".
 *
 * @param beforeUnits what the quota had left when its turn came
 * @param takenUnits what it gave; 0 unless the verdict is {@link Verdict#GAVE}
 */
public record ExplainedQuota(Quota quota, Verdict verdict, long beforeUnits, long takenUnits) {

  /** For example: {@code pkg-1 gave 40 of 100, 60 left; its period ends 2026-02-01T00:00:00Z}. */
  @Override
  public String toString() {
    var name = quota.packageInstanceId();
    var end = "; its period ends " + quota.period().to();
    if (verdict != Verdict.GAVE) {
      return name + " " + verdict.text() + end;
    }
    return name + " gave " + new Quantity(takenUnits) + " of " + new Quantity(beforeUnits) + ", "
        + new Quantity(beforeUnits - takenUnits) + " left" + end;
  }
}
