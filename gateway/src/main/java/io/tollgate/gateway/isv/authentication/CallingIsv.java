package io.tollgate.gateway.isv.authentication;

import org.springframework.web.server.ServerWebExchange;

/**
 * The ISV whose proof a request carried. Handler methods below {@code /isv} take one as a parameter.
 */
public record CallingIsv(int isvNo, String isvId) {

  private static final String ATTRIBUTE = CallingIsv.class.getName();

  /** The ISV that the filter has proven for this exchange. */
  public static CallingIsv of(ServerWebExchange exchange) {
    return exchange.<CallingIsv>getRequiredAttribute(ATTRIBUTE);
  }

  void keepIn(ServerWebExchange exchange) {
    exchange.getAttributes().put(ATTRIBUTE, this);
  }
}
