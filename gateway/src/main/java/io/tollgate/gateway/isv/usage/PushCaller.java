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
import io.tollgate.metering.usage.ReportedRecord;
import java.time.Clock;
import java.util.List;
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

  /** Who calls, or why that is not to be known. */
  sealed interface Caller {

    record Known(int isvNo, boolean suspended) implements Caller {}

    record Unproven(RequestCode code, String detail) implements Caller {}
  }

  /** The caller of the new path. */
  Mono<Caller> ofNewPath(
      ServerHttpRequest request, PushProof proof, byte[] body, List<ReportedRecord> records) {
    var header = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
    if (header == null) {
      var first = records.getFirst().instanceId();
      return owner(first)
          .flatMap(owner -> proven(owner, proof, body))
          .defaultIfEmpty(new Caller.Unproven(
              RequestCode.INSTANCE_NOT_FOUND,
              "instance_id: " + first + " (expected: one of yours; the first record's says"
                  + " whose push it is)"));
    }
    return named(header)
        .switchIfEmpty(owner(records.getFirst().instanceId()))
        .flatMap(isv -> proven(isv, proof, body))
        .filter(Caller.Unproven.class::isInstance)
        .switchIfEmpty(Mono.defer(() -> ofOldPath(request, body)));
  }

  /** The caller of the old path: AK/SK alone. */
  Mono<Caller> ofOldPath(ServerHttpRequest request, byte[] body) {
    return akSk.verify(request, body).map(outcome -> switch (outcome) {
      case AkSkOutcome.Proven(var isv) ->
        new Caller.Known(isv.isvNo(), isv.state() == Isv.State.SUSPENDED);
      case AkSkOutcome.NotProven(var detail) ->
        new Caller.Unproven(RequestCode.ILLEGAL_TOKEN, detail);
      case AkSkOutcome.NoAuthority(var detail) ->
        new Caller.Unproven(RequestCode.NO_AUTHORITY, detail);
    });
  }

  private Mono<Caller.Known> owner(String instanceId) {
    return facts
        .instances(List.of(instanceId))
        .mapNotNull(found -> found.get(instanceId))
        .map(instance -> new Caller.Known(instance.isvNo(), instance.isvSuspended()));
  }

  private Mono<Caller.Known> named(String authorization) {
    return Mono.justOrEmpty(SdkAuthorization.parse(authorization))
        .flatMap(parsed -> keys.byAccessKeyId(parsed.accessKeyId()))
        .map(key -> new Caller.Known(key.isvNo(), false));
  }

  private Mono<Caller> proven(Caller.Known isv, PushProof proof, byte[] body) {
    if (!proof.isWellFormed() || !proof.isFresh(clock.instant())) {
      return Mono.just(
          wrong("ts: " + proof.ts() + " (expected: Unix milliseconds within 5 minutes of now)"));
    }
    return keys.active(isv.isvNo(), KeyKind.BASIC)
        .map(active -> active.stream().map(PushCaller::secret).toList())
        .map(secrets -> proof.verify(secrets, body))
        .flatMap(form -> form == SignedForm.NONE
            ? Mono.just(wrong("signature: matches neither the body as received nor its canonical"
                + " form (expected: base64 HMAC-SHA256 with the basic access key)"))
            : unseen(isv, proof));
  }

  private Mono<Caller> unseen(Caller.Known isv, PushProof proof) {
    return nonces
        .claim(isv.isvNo(), proof.nonce())
        .map(claimed -> claimed
            ? isv
            : wrong("nonce: seen before (expected: a new random one for every request)"));
  }

  private static Caller wrong(String detail) {
    return new Caller.Unproven(RequestCode.INVALID_BODY_SIGN, detail);
  }

  private static byte[] secret(IsvKey key) {
    return key.secret().getBytes(UTF_8);
  }
}
