package io.tollgate.metering.correction;

import io.tollgate.rules.quota.Correction;

/**
 * A correction of collected usage, as it was made.
 *
 * @param record with all its corrections, later ones included
 * @param place of the correction among them, from 1
 */
public record MadeAdjustment(CorrectableRecord record, int place) {

  Correction correction() {
    return new Correction(record.history().get(place - 1), record.history().get(place));
  }
}
