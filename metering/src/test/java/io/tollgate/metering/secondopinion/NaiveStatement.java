package io.tollgate.metering.secondopinion;

import static java.math.BigDecimal.ZERO;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The ISV's statements by currency: lines as sold, less five per cent, each rounded by itself. */
final class NaiveStatement {

  private static final BigDecimal FEE = new BigDecimal("0.05");

  private final Map<String, List<String>> lines = new HashMap<>();
  private final Map<String, BigDecimal> exact = new HashMap<>();
  private final Map<String, BigDecimal> rounded = new HashMap<>();

  /**
   * What one line is about.
   *
   * @param item the place of the item in its product, or -1 for an order
   * @param month its first day
   */
  record Sold(String kind, int item, String month, BigDecimal amount) {

    Sold plus(Sold more) {
      return new Sold(kind, item, month, amount.add(more.amount));
    }
  }

  void add(RandomHistory history, List<Sold> sales) {
    var currency = history.product().currency();
    for (var sale : sales) {
      var isOrder = sale.item() < 0;
      var instance = isOrder ? "" : history.instanceId(sale.item());
      var month = isOrder ? "" : sale.month();
      add(currency, sale.kind() + " " + instance + " " + month, sale.amount());
      var fee = sale.amount().multiply(FEE).negate();
      if (fee.signum() != 0) {
        add(currency, "FEE " + instance + " ", fee);
      }
    }
  }

  private void add(String currency, String what, BigDecimal amount) {
    var digits = currency.equals("JPY") ? 0 : 2;
    var line = amount.setScale(digits, RoundingMode.HALF_UP);
    lines.computeIfAbsent(currency, none -> new ArrayList<>()).add(what + " " + Texts.of(line));
    exact.merge(currency, amount, BigDecimal::add);
    rounded.merge(currency, line, BigDecimal::add);
  }

  /** Sorted; the rest of all rounding is a line of its own. */
  List<String> lines(String currency) {
    var all = new ArrayList<>(lines.getOrDefault(currency, List.of()));
    var rest = exact.getOrDefault(currency, ZERO).subtract(rounded.getOrDefault(currency, ZERO));
    if (rest.signum() != 0) {
      all.add("ROUNDING   " + Texts.of(rest));
    }
    return all.stream().sorted().toList();
  }

  String total(String currency) {
    return Texts.of(exact.getOrDefault(currency, ZERO));
  }
}
