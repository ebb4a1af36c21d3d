package io.tollgate.metering.usage;

import java.util.List;

/**
 * What one ISV pushes in one request, its proof verified.
 *
 * @param snRequired true on the new path; the old path names no sn, and its duplicates are replays
 * @param validateOnly check and answer, store and draw nothing
 * @param explain answer replays with what became of the original
 */
public record UsagePush(
    int isvNo,
    List<ReportedRecord> records,
    boolean snRequired,
    boolean validateOnly,
    boolean explain) {

  public UsagePush {
    records = List.copyOf(records);
  }
}
