package io.tollgate.gateway.isv.document;

import static org.springframework.web.reactive.function.server.RequestPredicates.GET;
import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * Serves the OpenAPI document of the marketplace's paths. It is written by hand, because the protocol
 * is not ours to derive from code; a test holds the code to it.
 */
@Configuration(proxyBeanMethods = false)
class MarketplaceDocument {

  private static final MediaType YAML = MediaType.parseMediaType("application/yaml");

  @Bean
  RouterFunction<ServerResponse> marketplaceDocumentRoute() {
    var document = new ClassPathResource("openapi/marketplace.yaml");
    return route(
        GET("/openapi/marketplace.yaml"),
        request -> ServerResponse.ok().contentType(YAML).bodyValue(document));
  }
}
