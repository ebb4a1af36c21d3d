package io.tollgate.rules.quota;

/**
 * One package's turn in a draw.
 *
 * @param beforeUnits what the quota had left when its turn came
 * @param takenUnits what it gave, from 0 to {@code beforeUnits}
 */
public record DrawStep(Quota quota, long beforeUnits, long takenUnits) {

  public long afterUnits() {
    return beforeUnits - takenUnits;
  }
}
