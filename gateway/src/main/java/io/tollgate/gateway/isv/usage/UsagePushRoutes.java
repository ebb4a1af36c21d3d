package io.tollgate.gateway.isv.usage;

import static org.springframework.web.reactive.function.server.RouterFunctions.route;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The two paths of the usage push. */
@Configuration(proxyBeanMethods = false)
class UsagePushRoutes {

  static final String NEW_PATH = "/api/mkp-openapi-public/global/v1/isv/usage-data";
  static final String OLD_PATH = "/rest/marketplace/v1/isv/usage-data";

  @Bean
  RouterFunction<ServerResponse> usagePush(NewUsagePush newPush, OldUsagePush oldPush) {
    return route()
        .POST(NEW_PATH, newPush::handle)
        .POST(OLD_PATH, oldPush::handle)
        .build();
  }
}
