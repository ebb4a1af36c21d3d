package io.tollgate.metering.secondopinion;

import java.util.List;
import java.util.Map;

/**
 * What came of a happening, in plain text so that two answers are compared as they read. Quantities
 * and amounts are decimals without needless zeros.
 */
sealed interface Answer {

  /** A usage record counts, and this is where it came from; packages in the order drawn. */
  record Counted(List<String> drawn, String onDemand, String overage) implements Answer {}

  /** It was counted before. */
  record Repeated() implements Answer {}

  record Refused(String code) implements Answer {}

  /** A correction was done, with these differences. */
  record Amended(Map<String, String> drawn, String onDemand, String overage, String amount)
      implements Answer {}

  /** There is no such record to be corrected. */
  record Unknown() implements Answer {}

  /** The package does not cover the greater quantity. */
  record NotCovered(String requested, String available) implements Answer {}
}
