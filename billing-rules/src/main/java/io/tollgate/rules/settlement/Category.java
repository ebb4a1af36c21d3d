package io.tollgate.rules.settlement;

/** How a product is sold, which decides on the platform's fee. */
public enum Category {

  /** A general product (通用商品): the platform keeps its fee. */
  GENERAL,

  /** Sold together with the platform (联营): shared by a contract of its own, no fee here. */
  CO_SELL
}
