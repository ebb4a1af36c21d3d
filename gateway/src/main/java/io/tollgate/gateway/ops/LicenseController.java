package io.tollgate.gateway.ops;

import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.license.License;
import io.tollgate.metering.license.License.Heartbeat;
import io.tollgate.metering.license.LicenseState;
import io.tollgate.metering.license.Licenses;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Licences as the operator sees them (contract 3.8). */
@RestController
class LicenseController {

  private final Licenses licenses;

  LicenseController(Licenses licenses) {
    this.licenses = licenses;
  }

  @GetMapping("/ops/v1/licenses/{code}")
  Mono<LicenseAnswer> read(@PathVariable String code) {
    return licenses
        .find(code)
        .map(LicenseAnswer::of)
        .switchIfEmpty(Mono.error(() -> Problem.notFound("license", code).asException()));
  }

  /** A licence. */
  record LicenseAnswer(
      String code,
      LicenseState state,
      @Nullable Instant activatedAt,
      @Nullable Instant expireTime,
      @Nullable Heartbeat lastHeartbeat) {

    static LicenseAnswer of(License license) {
      return new LicenseAnswer(
          license.code(),
          license.state(),
          license.activatedAt(),
          license.expireTime(),
          license.lastHeartbeat());
    }
  }
}
