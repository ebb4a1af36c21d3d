package io.tollgate.metering.replay;

/** Records were set aside by age, so that the ledger's whole order is no longer here to replay. */
public final class RecordsSetAsideException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RecordsSetAsideException(long months) {
    super("%d months of usage records were set aside into the schema archive (expected: none)"
            .formatted(months)
        + "; attach them to usage_record again, in a copy of the database, to replay it");
  }
}
