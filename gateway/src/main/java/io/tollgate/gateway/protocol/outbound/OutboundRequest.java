package io.tollgate.gateway.protocol.outbound;

import java.net.URI;
import java.util.Map;

/**
 * A request as it is sent.
 *
 * @param uri with its query, encoded
 * @param body exactly the text that was signed, sent as UTF-8; empty for GET
 */
public record OutboundRequest(String method, URI uri, Map<String, String> headers, String body) {

  public OutboundRequest {
    headers = Map.copyOf(headers);
  }
}
