package io.tollgate.gateway.outbound;

import java.net.URI;
import java.util.Map;

/**
 * A call as it goes over the wire.
 *
 * @param body empty for a call by GET
 */
record SignedRequest(Method method, URI address, Map<String, String> headers, String body) {

  enum Method {
    GET,
    POST
  }
}
