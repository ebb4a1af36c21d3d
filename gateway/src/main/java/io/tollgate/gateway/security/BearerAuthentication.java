package io.tollgate.gateway.security;

import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.server.authentication.ServerAuthenticationConverter;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Turns {@code Authorization: Bearer …} into a role. */
final class BearerAuthentication
    implements ServerAuthenticationConverter, ReactiveAuthenticationManager {

  private static final String SCHEME = "Bearer ";

  private final BearerTokens tokens;

  BearerAuthentication(BearerTokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public Mono<Authentication> convert(ServerWebExchange exchange) {
    return Mono.justOrEmpty(exchange.getRequest().getHeaders().getFirst(HttpHeaders.AUTHORIZATION))
        .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(header -> header.substring(SCHEME.length()).trim())
        .map(token -> new UsernamePasswordAuthenticationToken("bearer", token));
  }

  @Override
  public Mono<Authentication> authenticate(Authentication attempt) {
    return Mono.justOrEmpty(tokens.roleOf(String.valueOf(attempt.getCredentials())))
        .<Authentication>map(BearerAuthentication::authenticated)
        .switchIfEmpty(Mono.error(() -> new BadCredentialsException("The token is not known")));
  }

  private static Authentication authenticated(Role role) {
    return UsernamePasswordAuthenticationToken.authenticated(
        role.name(), "", AuthorityUtils.createAuthorityList("ROLE_" + role));
  }
}
