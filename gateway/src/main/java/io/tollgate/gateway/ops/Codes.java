package io.tollgate.gateway.ops;

/** What our own names look like: they stand in paths, accounts and file names. */
final class Codes {

  static final String PATTERN = "[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}";
  static final String EXPECTED = "1 to 64 of A-Z a-z 0-9 . _ @ + -, a letter or digit first";

  private Codes() {}
}
