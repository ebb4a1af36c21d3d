package io.tollgate.metering.secondopinion;

import io.tollgate.metering.secondopinion.Goods.Pack;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/** What happens to one customer, in local time; both opinions are told the same. */
sealed interface Happening {

  /**
   * Buys a package, which the ISV names {@code instanceId}.
   *
   * @param minutesBefore how long after the order the ISV provides it
   */
  record Purchase(Pack pack, int quantity, int periods, String instanceId, int minutesBefore)
      implements Happening {}

  /**
   * The ISV reports usage.
   *
   * @param item the place of the item in its product
   * @param pack the package it names
   */
  record Use(
      String sn,
      int item,
      BigDecimal quantity,
      LocalDateTime begin,
      LocalDateTime end,
      LocalDateTime recorded,
      @Nullable String pack)
      implements Happening {}

  /** The operator corrects a record, if it is known. */
  record Amendment(String sn, BigDecimal quantity) implements Happening {}

  /** Cycles that ended by {@code horizon} are collected. */
  record Closing(boolean hourly, LocalDateTime horizon) implements Happening {}
}
