package io.tollgate.gateway.isv.license;

import static org.springframework.web.reactive.function.server.RequestPredicates.path;
import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The four paths of the licence calls, with any method, because a wrong one has a code too. */
@Configuration(proxyBeanMethods = false)
class LicenseRoutes {

  private static final String BASE = "/api/mkp-openapi-public/global/";
  private static final String ACTIVATE = BASE + "v1/license/activate";
  private static final String ACTIVATE_BATCH = BASE + "v2/license/activate";
  private static final String HEARTBEAT = BASE + "v1/license/heartbeat";
  private static final String HEARTBEAT_BATCH = BASE + "v2/license/heartbeat";

  static final Set<String> PATHS = Set.of(ACTIVATE, ACTIVATE_BATCH, HEARTBEAT, HEARTBEAT_BATCH);

  @Bean
  RouterFunction<ServerResponse> licenseCallRoutes(LicenseCalls calls) {
    return route(path(ACTIVATE), calls::activate)
        .andRoute(path(ACTIVATE_BATCH), calls::activateBatch)
        .andRoute(path(HEARTBEAT), calls::beat)
        .andRoute(path(HEARTBEAT_BATCH), calls::beatBatch);
  }
}
