package io.tollgate.gateway.ops;

import io.tollgate.gateway.ops.IsvRequests.AddKey;
import io.tollgate.gateway.ops.IsvRequests.Change;
import io.tollgate.gateway.ops.IsvRequests.IsvAnswer;
import io.tollgate.gateway.ops.IsvRequests.KeyAnswer;
import io.tollgate.gateway.ops.IsvRequests.Register;
import io.tollgate.gateway.page.Page;
import io.tollgate.gateway.page.PageQuery;
import io.tollgate.gateway.problem.Problem;
import io.tollgate.metering.isv.Isv;
import io.tollgate.metering.isv.IsvRegistry;
import io.tollgate.metering.isv.IsvRegistry.AddedKey;
import jakarta.validation.Valid;
import java.net.URI;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** ISVs and their keys (contract 3.1). */
@RestController
@RequestMapping("/ops/v1/isvs")
class IsvController {

  private final IsvRegistry registry;

  IsvController(IsvRegistry registry) {
    this.registry = registry;
  }

  @PostMapping
  Mono<ResponseEntity<IsvAnswer>> register(@Valid @RequestBody Register request) {
    return registry
        .register(request.isvId(), request.name(), request.email())
        .map(isv -> ResponseEntity.created(URI.create("/ops/v1/isvs/" + isv.isvId()))
            .body(IsvAnswer.of(isv)))
        .switchIfEmpty(Mono.error(() -> Problem.conflict(
                "isvId: " + request.isvId() + " (expected: one that is not taken)")
            .asException()));
  }

  @GetMapping
  Mono<Page<IsvAnswer>> list(PageQuery page) {
    return registry
        .list(page.after(), page.fetchLimit())
        .map(isvs -> Page.of(isvs, page, Isv::isvNo).map(IsvAnswer::of));
  }

  @GetMapping("/{isvId}")
  Mono<IsvAnswer> read(@PathVariable String isvId) {
    return registry.find(isvId).map(IsvAnswer::of).switchIfEmpty(unknownIsv(isvId));
  }

  @PatchMapping("/{isvId}")
  Mono<IsvAnswer> change(@PathVariable String isvId, @Valid @RequestBody Change request) {
    if (request.publicKey() != null) {
      PublicKeyPem.check(request.publicKey());
    }
    return registry
        .change(isvId, request.change())
        .map(IsvAnswer::of)
        .switchIfEmpty(unknownIsv(isvId));
  }

  @PostMapping("/{isvId}/keys")
  Mono<ResponseEntity<KeyAnswer>> addKey(
      @PathVariable String isvId, @Valid @RequestBody AddKey request) {
    return registry
        .addKey(isvId, request.kind(), request.imported())
        .<ResponseEntity<KeyAnswer>>map(added -> switch (added) {
          case AddedKey.Added(var key) ->
            ResponseEntity.created(URI.create("/ops/v1/isvs/" + isvId + "/keys/" + key.keyId()))
                .header("Cache-Control", "no-store")
                .body(KeyAnswer.of(key));
          case AddedKey.AccessKeyIdTaken(var accessKeyId) ->
            throw Problem.conflict(
                    "accessKeyId: " + accessKeyId + " (expected: one that was never used)")
                .asException();
        })
        .switchIfEmpty(unknownIsv(isvId));
  }

  @DeleteMapping("/{isvId}/keys/{keyId}")
  Mono<ResponseEntity<Void>> endKey(@PathVariable String isvId, @PathVariable String keyId) {
    return registry
        .endKey(isvId, keyId)
        .map(ended -> ResponseEntity.noContent().<Void>build())
        .switchIfEmpty(Mono.error(() -> Problem.notFound("key", keyId).asException()));
  }

  private static <T> Mono<T> unknownIsv(String isvId) {
    return Mono.error(() -> Problem.notFound("isv", isvId).asException());
  }
}
