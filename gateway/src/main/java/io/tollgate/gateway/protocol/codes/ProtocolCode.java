package io.tollgate.gateway.protocol.codes;

/** One row of one of the protocol's tables. */
public sealed interface ProtocolCode permits RequestCode, LicenseCode, ProductionResultCode {

  /** As it travels. */
  String code();

  /** The table's message, to which a reply may add the value and what was expected. */
  String message();

  /** When it is sent, as a sentence without its full stop. */
  String meaning();
}
