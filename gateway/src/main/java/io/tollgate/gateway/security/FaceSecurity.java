package io.tollgate.gateway.security;

import static org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers.pathMatchers;

import io.tollgate.gateway.problem.Problem;
import io.tollgate.gateway.problem.ProblemWriter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.authentication.ServerAuthenticationEntryPointFailureHandler;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;

/**
 * Guards {@code /ops} and {@code /billing}. The marketplace's paths and {@code /isv} are not matched
 * at all: they carry proofs of their own, and pay for no filter that they do not need.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebFluxSecurity
class FaceSecurity {

  private static final String OPS = "/ops/**";
  private static final String BILLING = "/billing/**";

  @Bean
  BearerAuthentication bearerAuthentication(TokenProperties tokens) {
    return new BearerAuthentication(new BearerTokens(tokens));
  }

  @Bean
  SecurityWebFilterChain ourFaces(
      ServerHttpSecurity http, BearerAuthentication bearer, ProblemWriter problems) {
    var unauthenticated = unauthenticated(problems);
    return http.securityMatcher(pathMatchers(OPS, BILLING))
        .csrf(ServerHttpSecurity.CsrfSpec::disable)
        .httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
        .formLogin(ServerHttpSecurity.FormLoginSpec::disable)
        .logout(ServerHttpSecurity.LogoutSpec::disable)
        .requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
        .securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
        .addFilterAt(filter(bearer, unauthenticated), SecurityWebFiltersOrder.AUTHENTICATION)
        .exceptionHandling(faults -> faults
            .authenticationEntryPoint(unauthenticated)
            .accessDeniedHandler(forbidden(problems)))
        .authorizeExchange(FaceSecurity::roles)
        .build();
  }

  /** What looks like an attack on the path or the headers is refused before any face sees it. */
  @Bean
  ServerExchangeRejectedHandler refusedRequests(ProblemWriter problems) {
    var problem = Problem.of(
        HttpStatus.BAD_REQUEST,
        "refused-request",
        "The request is not one that is served",
        "path or headers: with characters that are not allowed (expected: plain ones)");
    return (exchange, refused) -> problems.write(exchange, problem);
  }

  private static void roles(ServerHttpSecurity.AuthorizeExchangeSpec paths) {
    for (var reading : new HttpMethod[] {HttpMethod.GET, HttpMethod.HEAD}) {
      paths
          .pathMatchers(reading, OPS)
          .hasAnyRole(Role.OPERATOR.name(), Role.AUDITOR.name())
          .pathMatchers(reading, BILLING)
          .hasAnyRole(Role.BILLING.name(), Role.AUDITOR.name());
    }
    paths
        .pathMatchers(OPS)
        .hasRole(Role.OPERATOR.name())
        .pathMatchers(BILLING)
        .hasRole(Role.BILLING.name())
        .anyExchange()
        .denyAll();
  }

  private static AuthenticationWebFilter filter(
      BearerAuthentication bearer, ServerAuthenticationEntryPoint unauthenticated) {
    var filter = new AuthenticationWebFilter((ReactiveAuthenticationManager) bearer);
    filter.setServerAuthenticationConverter(bearer);
    filter.setSecurityContextRepository(NoOpServerSecurityContextRepository.getInstance());
    filter.setAuthenticationFailureHandler(
        new ServerAuthenticationEntryPointFailureHandler(unauthenticated));
    return filter;
  }

  private static ServerAuthenticationEntryPoint unauthenticated(ProblemWriter problems) {
    var problem = Problem.of(
        HttpStatus.UNAUTHORIZED,
        "unauthenticated",
        "A valid token is needed",
        "Authorization: missing or not known (expected: Bearer and a token of this face)");
    return (exchange, refused) -> {
      exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
      return problems.write(exchange, problem);
    };
  }

  private static ServerAccessDeniedHandler forbidden(ProblemWriter problems) {
    var problem = Problem.of(
        HttpStatus.FORBIDDEN,
        "forbidden",
        "The token does not allow this",
        "role: not allowed here (expected: OPERATOR for /ops, BILLING for /billing,"
            + " AUDITOR to read either)");
    return (exchange, refused) -> problems.write(exchange, problem);
  }
}
