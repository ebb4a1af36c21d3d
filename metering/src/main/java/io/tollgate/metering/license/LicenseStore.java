package io.tollgate.metering.license;

import io.tollgate.metering.license.License.Heartbeat;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import reactor.core.publisher.Mono;

/** Where licences are kept. All calls join the caller's transaction. */
public interface LicenseStore {

  /**
   * The licences with these codes, as they are at {@code now}, in the order of their codes; codes
   * that are no licence are left out.
   */
  Mono<List<License>> find(Collection<String> codes, Instant now);

  /** Remembers a licence's last heartbeat, and with it that the instance was seen. */
  Mono<Void> beat(long instanceNo, Heartbeat heartbeat);
}
