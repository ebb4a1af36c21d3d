package io.tollgate.metering.delivery;

/** The generation of the production interface that a product was built against. */
public enum Generation {
  V1,
  V2
}
