package io.tollgate.metering.license;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.tollgate.metering.account.CustomerLock;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.license.License.Heartbeat;
import io.tollgate.metering.license.LicenseOutcome.BeforeOrder;
import io.tollgate.metering.license.LicenseOutcome.Done;
import io.tollgate.metering.license.LicenseOutcome.NotActivated;
import io.tollgate.metering.license.LicenseOutcome.NotReceived;
import io.tollgate.metering.license.LicenseOutcome.Unknown;
import io.tollgate.metering.license.LicenseOutcome.WrongState;
import io.tollgate.metering.order.Provisioning;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Activates licences and hears of their use. A batch is done as a whole or not at all. */
@Service
public class Licenses {

  private final LicenseStore licenses;
  private final CustomerLock customers;
  private final Provisioning provisioning;
  private final BusinessClock clock;
  private final TransactionalOperator transaction;

  Licenses(
      LicenseStore licenses,
      CustomerLock customers,
      Provisioning provisioning,
      BusinessClock clock,
      TransactionalOperator transaction) {
    this.licenses = licenses;
    this.customers = customers;
    this.provisioning = provisioning;
    this.clock = clock;
    this.transaction = transaction;
  }

  /** One licence; empty where no licence has the code. */
  public Mono<License> find(String code) {
    return licenses
        .find(List.of(code), clock.now())
        .flatMap(found -> Mono.justOrEmpty(found.stream().findFirst()));
  }

  /** Starts the time of licences, each from the instant it was first in use. */
  public Mono<LicenseOutcome> activate(int isvNo, List<Activation> activations) {
    var attempt = Mono.defer(() -> attempt(isvNo, activations)).as(transaction::transactional);
    return attempt.onErrorResume(OvertakenException.class, overtaken -> attempt);
  }

  private Mono<LicenseOutcome> attempt(int isvNo, List<Activation> activations) {
    var codes = activations.stream().map(Activation::code).toList();
    return licenses
        .find(codes, clock.now())
        .map(Licenses::byCode)
        .flatMap(byCode -> activations.stream()
            .flatMap(
                activation -> refusal(isvNo, activation, byCode.get(activation.code())).stream())
            .findFirst()
            .map(Mono::just)
            .orElseGet(() ->
                customers.ofInstances(codes).then(begin(isvNo, activations)).then(done(codes))));
  }

  private static Optional<LicenseOutcome> refusal(
      int isvNo, Activation activation, @Nullable License license) {
    var code = activation.code();
    if (license == null || license.isvNo() != isvNo) {
      return Optional.of(new Unknown(code));
    }
    if (license.state() != LicenseState.ISSUED) {
      return Optional.of(new WrongState(code, license.state()));
    }
    if (!license.received()) {
      return Optional.of(new NotReceived(code));
    }
    var effectiveAt = activation.effectiveAt();
    return effectiveAt != null && effectiveAt.isBefore(license.orderedAt())
        ? Optional.of(new BeforeOrder(code))
        : Optional.empty();
  }

  /** In one order for every caller, so that no two wait for each other. */
  private Mono<Void> begin(int isvNo, List<Activation> activations) {
    return Flux.fromIterable(activations)
        .sort(Comparator.comparing(Activation::code))
        .concatMap(activation -> provisioning
            .provisioned(isvNo, activation.code(), effectiveAt(activation))
            .filter(begun -> begun)
            .switchIfEmpty(Mono.error(OvertakenException::new)))
        .then();
  }

  private Instant effectiveAt(Activation activation) {
    var effectiveAt = activation.effectiveAt();
    return effectiveAt == null ? clock.now() : effectiveAt;
  }

  /** Remembers that licences were in use. */
  public Mono<LicenseOutcome> beat(int isvNo, List<String> codes, Use use) {
    return licenses
        .find(codes, clock.now())
        .flatMap(found -> beat(isvNo, codes, use, byCode(found)))
        .as(transaction::transactional);
  }

  private Mono<LicenseOutcome> beat(
      int isvNo, List<String> codes, Use use, Map<String, License> byCode) {
    return codes.stream()
        .flatMap(code -> absence(isvNo, code, byCode.get(code)).stream())
        .findFirst()
        .map(Mono::just)
        .orElseGet(() -> remember(codes, use, byCode).then(done(codes)));
  }

  private static Optional<LicenseOutcome> absence(
      int isvNo, String code, @Nullable License license) {
    if (license == null || license.isvNo() != isvNo) {
      return Optional.of(new Unknown(code));
    }
    return license.state() == LicenseState.ISSUED
        ? Optional.of(new NotActivated(code))
        : Optional.empty();
  }

  private Mono<Void> remember(List<String> codes, Use use, Map<String, License> byCode) {
    var heartbeat = new Heartbeat(clock.now(), use.thirdPartyAccount(), use.ip());
    return Flux.fromStream(codes.stream().sorted())
        .concatMap(
            code -> licenses.beat(Objects.requireNonNull(byCode.get(code)).instanceNo(), heartbeat))
        .then();
  }

  private Mono<LicenseOutcome> done(List<String> codes) {
    return Mono.defer(() -> licenses.find(codes, clock.now()))
        .map(Licenses::byCode)
        .map(byCode -> new Done(
            codes.stream().map(code -> Objects.requireNonNull(byCode.get(code))).toList()));
  }

  private static Map<String, License> byCode(List<License> found) {
    return found.stream().collect(toMap(License::code, identity()));
  }

  /**
   * A licence whose time is to start.
   *
   * @param effectiveAt since when it is in use; null for now
   */
  public record Activation(String code, @Nullable Instant effectiveAt) {}

  /** Who uses a licence, as far as the ISV's system says. */
  public record Use(
      @Nullable String thirdPartyAccount, @Nullable String ip) {}

  /** Another call has activated one of the licences in between; looked at again, it says so. */
  private static final class OvertakenException extends RuntimeException {

    OvertakenException() {
      super("overtaken", null, false, false);
    }
  }
}
