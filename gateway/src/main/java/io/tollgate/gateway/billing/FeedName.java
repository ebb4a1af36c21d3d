package io.tollgate.gateway.billing;

/** The feeds and lists there are; a cursor of one is none of another. */
enum FeedName {
  AGGREGATES((byte) 1),
  STATE_CHANGES((byte) 2),
  JOURNAL((byte) 3),
  CLOSINGS((byte) 4),
  STATEMENTS((byte) 5),
  STATEMENT_LINES((byte) 6),
  TRANSACTIONS((byte) 7),
  ACCOUNTS((byte) 8);

  private final byte code;

  FeedName(byte code) {
    this.code = code;
  }

  /** Stands for the feed in its cursors; never reused for another. */
  byte code() {
    return code;
  }
}
