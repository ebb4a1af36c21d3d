package io.tollgate.metering.storage;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long usage is kept, in days of business time.
 *
 * @param recordDays raw records; a month is set aside when all of it is older
 * @param refusedDays refused records; a month is dropped when all of it is older
 * @param identityDays the two uniqueness promises; 35 are promised, and a month more lets a record
 *     be found and corrected by its sn until the month after its own has been billed
 * @param monthsAhead months that are laid out before they begin
 * @param interval pause between two looks, in real time
 */
@ConfigurationProperties("tollgate.storage")
record StorageProperties(
    @DefaultValue("400") int recordDays,
    @DefaultValue("90") int refusedDays,
    @DefaultValue("65") int identityDays,
    @DefaultValue("2") int monthsAhead,
    @DefaultValue("1m") Duration interval) {

  StorageProperties {
    atLeast("record-days", recordDays, identityDays);
    atLeast("refused-days", refusedDays, 90);
    atLeast("identity-days", identityDays, 35);
    atLeast("months-ahead", monthsAhead, 1);
  }

  private static void atLeast(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "tollgate.storage.%s: %d (expected: at least %d)".formatted(name, value, least));
    }
  }
}
