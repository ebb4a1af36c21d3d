package io.tollgate.metering.isv;

/** What a key proves. */
public enum KeyKind {

  /** Signs usage pushes and the calls of the basic production interface. */
  BASIC,

  /** Signs the calls of the kit interface. */
  KIT,

  /** Signs calls of the marketplace's open interfaces (AK/SK). */
  AKSK
}
