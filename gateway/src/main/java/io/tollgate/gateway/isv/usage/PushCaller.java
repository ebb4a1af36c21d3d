package io.tollgate.gateway.isv.usage;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.gateway.isv.authentication.AkSkAuthentication;
import io.tollgate.gateway.isv.authentication.AkSkOutcome;
import io.tollgate.gateway.protocol.codes.RequestCode;
import io.tollgate.gateway.protocol.signature.PushProof;
import io.tollgate.gateway.protocol.signature.SdkAuthorization;
import io.tollgate.gateway.protocol.signature.SignedForm;
import io.tollgate.metering.isv.Isv;
import io.tollgate.metering.isv.IsvKey;
import io.tollgate.metering.isv.IsvKeys;
import io.tollgate.metering.isv.KeyKind;
import io.tollgate.metering.usage.Facts;
import io.tollgate.metering.usage.InstanceFacts;
import io.tollgate.metering.usage.ReportedRecord;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Finds out which ISV pushes, and whether it is who it seems.
 *
 * <p>The new path carries no key id: with an {@code Authorization} the access key names the ISV and
 * both proofs must hold; without one it is the owner of the first record's instance. Thread-safe.
 */
@Component
class PushCaller {

  private static final Caller SUSPENDED =
      new Caller.Refused(RequestCode.ISV_STATUS_INVALID, "Ask the marketplace's operator.");

  private final Facts facts;
  private final IsvKeys keys;
  private final AkSkAuthentication akSk;
  private final PushNonces nonces;
  private final Clock clock;

  PushCaller(
      Facts facts, IsvKeys keys, AkSkAuthentication akSk, PushNonces nonces, Clock systemClock) {
    this.facts = facts;
    this.keys = keys;
    this.akSk = akSk;
    this.nonces = nonces;
    this.clock = systemClock;
  }

  /** Who pushes, or why nobody is let in. */
  sealed interface Caller {

    record Proven(int isvNo) implements Caller {}

    record Refused(RequestCode code, String detail) implements Caller {}
  }

  /** The caller of the new path. */
  Mono<Caller> ofNewPath(
      ServerHttpRequest request, PushProof proof, byte[] body, List<ReportedRecord> records) {
    var header = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
    var first = records.getFirst().instanceId();
    if (header == null) {
      return owner(first)
          .flatMap(owner -> proven(owner.isvNo(), proof, body, () -> Mono.just(admitted(owner))))
          .defaultIfEmpty(new Caller.Refused(
              RequestCode.INSTANCE_NOT_FOUND,
              "instance_id: " + first + " (expected: one of yours; the first record's says"
                  + " whose push it is)"));
    }
    return named(header)
        .switchIfEmpty(owner(first).map(InstanceFacts::isvNo))
        .flatMap(isvNo -> proven(isvNo, proof, body, () -> ofOldPath(request, body)))
        .switchIfEmpty(Mono.defer(() -> ofOldPath(request, body)));
  }

  /** The caller of the old path: AK/SK alone. */
  Mono<Caller> ofOldPath(ServerHttpRequest request, byte[] body) {
    return akSk.verify(request, body).map(outcome -> switch (outcome) {
      case AkSkOutcome.Proven(var isv) ->
        isv.state() == Isv.State.SUSPENDED ? SUSPENDED : new Caller.Proven(isv.isvNo());
      case AkSkOutcome.NotProven(var detail) ->
        new Caller.Refused(RequestCode.ILLEGAL_TOKEN, detail);
      case AkSkOutcome.NoAuthority(var detail) ->
        new Caller.Refused(RequestCode.NO_AUTHORITY, detail);
    });
  }

  private static Caller admitted(InstanceFacts owner) {
    return owner.isvSuspended() ? SUSPENDED : new Caller.Proven(owner.isvNo());
  }

  private Mono<InstanceFacts> owner(String instanceId) {
    return facts.instances(List.of(instanceId)).mapNotNull(found -> found.get(instanceId));
  }

  private Mono<Integer> named(String authorization) {
    return Mono.justOrEmpty(SdkAuthorization.parse(authorization))
        .flatMap(parsed -> keys.byAccessKeyId(parsed.accessKeyId()))
        .map(IsvKey::isvNo);
  }

  /** The proof in the headers; where it holds, what {@code further} comes to. */
  private Mono<Caller> proven(
      int isvNo, PushProof proof, byte[] body, Supplier<Mono<Caller>> further) {
    if (!proof.isWellFormed() || !proof.isFresh(clock.instant())) {
      return Mono.just(
          wrong("ts: " + proof.ts() + " (expected: Unix milliseconds within 5 minutes of now)"));
    }
    return keys.active(isvNo, KeyKind.BASIC)
        .map(active -> active.stream().map(PushCaller::secret).toList())
        .map(secrets -> proof.verify(secrets, body))
        .flatMap(form -> form == SignedForm.NONE
            ? Mono.just(wrong("signature: matches neither the body as received nor its canonical"
                + " form (expected: base64 HMAC-SHA256 with the basic access key)"))
            : unseen(isvNo, proof.nonce(), further));
  }

  /** Only a push that is let in uses its nonce up. */
  private Mono<Caller> unseen(int isvNo, String nonce, Supplier<Mono<Caller>> further) {
    return nonces
        .claim(isvNo, nonce)
        .flatMap(claimed -> claimed
            ? further.get().flatMap(caller -> switch (caller) {
              case Caller.Proven known -> Mono.just(known);
              case Caller.Refused refused -> nonces.release(isvNo, nonce).thenReturn(refused);
            })
            : Mono.just(
                wrong("nonce: seen before (expected: a new random one for every request)")));
  }

  private static Caller wrong(String detail) {
    return new Caller.Refused(RequestCode.INVALID_BODY_SIGN, detail);
  }

  private static byte[] secret(IsvKey key) {
    return key.secret().getBytes(UTF_8);
  }
}
