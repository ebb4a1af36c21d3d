package io.tollgate.gateway.openapi;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Serves the documents; they hold nothing that needs a token. */
@RestController
class OpenApiController {

  private final RequestMappingHandlerMapping handlers;

  OpenApiController(
      @Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping handlers) {
    this.handlers = handlers;
  }

  @GetMapping(path = "/openapi/{name}.yaml", produces = "application/yaml")
  Mono<String> read(@PathVariable String name) {
    return Mono.justOrEmpty(Face.ofName(name))
        .map(face -> OpenApiDocument.of(face, handlers.getHandlerMethods()))
        .switchIfEmpty(Mono.error(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)));
  }
}
