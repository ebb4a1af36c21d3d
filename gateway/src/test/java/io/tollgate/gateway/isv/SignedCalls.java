package io.tollgate.gateway.isv;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.gateway.protocol.signature.SdkRequest;
import io.tollgate.gateway.protocol.signature.SdkSignature;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.http.HttpHeaders;

/** An ISV's system that holds an AK/SK: the headers with which it calls. */
public record SignedCalls(String accessKeyId, String secret) {

  /** The headers of a call without a body, dated now. */
  public HttpHeaders headers(String method, URI uri) {
    return headers(method, uri, "", Map.of(), Instant.now());
  }

  /**
   * The headers of a call.
   *
   * @param more in lower case, signed with the rest
   */
  public HttpHeaders headers(
      String method, URI uri, String body, Map<String, String> more, Instant at) {
    return headers(method, uri, body.getBytes(UTF_8), more, at);
  }

  /** The same for a body that need not be text. */
  public HttpHeaders headers(
      String method, URI uri, byte[] body, Map<String, String> more, Instant at) {
    var signed = new HashMap<>(more);
    signed.put("host", uri.getAuthority());
    signed.put(SdkSignature.DATE_HEADER, SdkSignature.dateOf(at));
    var query = uri.getRawQuery();
    var request = new SdkRequest(
        method, uri.getRawPath(), query == null ? "" : query, signed, SdkRequest.sha256(body));
    var authorization = SdkSignature.sign(
        request, List.copyOf(new TreeSet<>(signed.keySet())), accessKeyId, secret.getBytes(UTF_8));
    var headers = new HttpHeaders();
    signed.forEach(headers::set);
    headers.set(HttpHeaders.AUTHORIZATION, authorization.toString());
    return headers;
  }
}
