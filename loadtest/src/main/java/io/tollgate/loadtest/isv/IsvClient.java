package io.tollgate.loadtest.isv;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.loadtest.http.Http;
import io.tollgate.loadtest.http.Json;
import io.tollgate.loadtest.http.Reply;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Calls the marketplace the way an ISV does, each call signed. Thread-safe.
 *
 * <p>Every sending gets a nonce and a timestamp of its own, so that a body may be sent again.
 */
public final class IsvClient {

  public static final String USAGE_PATH = "/api/mkp-openapi-public/global/v1/isv/usage-data";
  public static final String ORDER_PATH = "/api/mkp-openapi-public/global/v1/order/query";
  public static final String ACTIVATE_PATH = "/api/mkp-openapi-public/global/v1/license/activate";
  public static final String HEARTBEAT_PATH = "/api/mkp-openapi-public/global/v1/license/heartbeat";

  private static final String JSON = "application/json";

  private final Http http;
  private final URI gateway;
  private final String basicKey;
  private final @Nullable AccessKey accessKey;
  private final InstantSource clock;

  /**
   * @param gateway scheme, host and port
   * @param basicKey signs usage pushes
   * @param accessKey signs the open APIs; null where the ISV has none
   * @param clock the wall clock: signatures are judged by it, whatever the business time
   */
  public IsvClient(
      Http http, URI gateway, String basicKey, @Nullable AccessKey accessKey, InstantSource clock) {
    this.http = http;
    this.gateway = gateway;
    this.basicKey = basicKey;
    this.accessKey = accessKey;
    this.clock = clock;
  }

  /** The same ISV, at another node. */
  public IsvClient at(URI node) {
    return new IsvClient(http, node, basicKey, accessKey, clock);
  }

  public Reply push(Collection<UsageRecord> records) throws IOException {
    return pushBody(UsageRecord.body(records), Map.of());
  }

  /** As {@link #push}, and asks for one result a record. */
  public Reply pushForResults(Collection<UsageRecord> records) throws IOException {
    return pushBody(UsageRecord.body(records), Map.of("Prefer", "return=representation"));
  }

  public Reply pushBody(String body, Map<String, String> furtherHeaders) throws IOException {
    var bytes = body.getBytes(UTF_8);
    return http.send("POST", at(USAGE_PATH), pushHeaders(bytes, furtherHeaders), bytes);
  }

  /** A push with exactly these headers, whatever they prove; for trying what is refused. */
  public Reply pushAsIs(byte[] body, Map<String, String> headers) throws IOException {
    return http.send("POST", at(USAGE_PATH), headers, body);
  }

  public CompletableFuture<Reply> pushAsync(String body) {
    var bytes = body.getBytes(UTF_8);
    return http.sendAsync("POST", at(USAGE_PATH), pushHeaders(bytes, Map.of()), bytes);
  }

  /** The headers of a push, with a nonce and a timestamp of its own. */
  public Map<String, String> pushHeaders(byte[] body) {
    return pushHeaders(body, Map.of());
  }

  private Map<String, String> pushHeaders(byte[] body, Map<String, String> furtherHeaders) {
    return pushHeaders(body, clock.instant(), furtherHeaders);
  }

  /** As {@link #pushHeaders(byte[])}, signed as if it were {@code signedAt}. */
  public Map<String, String> pushHeaders(byte[] body, Instant signedAt) {
    return pushHeaders(body, signedAt, Map.of());
  }

  private Map<String, String> pushHeaders(
      byte[] body, Instant signedAt, Map<String, String> furtherHeaders) {
    var ts = Long.toString(signedAt.toEpochMilli());
    var proof = UsageProof.of(basicKey, ts, UUID.randomUUID().toString(), body);
    var headers = new LinkedHashMap<>(furtherHeaders);
    headers.put("Content-Type", JSON);
    headers.put("ts", proof.ts());
    headers.put("nonce", proof.nonce());
    headers.put("signature", proof.signature());
    return headers;
  }

  /** What was ordered, as the ISV asks after a create call. */
  public Reply order(String orderId) throws IOException {
    return signed("GET", ORDER_PATH + "?orderId=" + orderId, null);
  }

  /** Any call of the open APIs, signed with AK and SK. */
  public Reply signed(String method, String pathAndQuery, @Nullable JsonNode body)
      throws IOException {
    var bytes = body == null ? new byte[0] : Json.bytes(body);
    return http.send(method, at(pathAndQuery), openApiHeaders(method, pathAndQuery, bytes), bytes);
  }

  /** The headers of a call of the open APIs, signed with AK and SK. */
  public Map<String, String> openApiHeaders(String method, String pathAndQuery, byte[] body) {
    if (accessKey == null) {
      throw new IllegalStateException(
          "this ISV client has no AK/SK (needed for " + method + " " + pathAndQuery + ")");
    }
    var target = at(pathAndQuery);
    var signed = new TreeMap<String, String>();
    signed.put("content-type", JSON);
    signed.put("host", target.getAuthority());
    signed.put(SdkProof.DATE_HEADER, SdkProof.date(clock.instant()));

    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", JSON);
    headers.put(SdkProof.DATE_HEADER, signed.getOrDefault(SdkProof.DATE_HEADER, ""));
    headers.put("Authorization", SdkProof.authorization(accessKey, method, target, signed, body));
    return headers;
  }

  private URI at(String pathAndQuery) {
    return gateway.resolve(pathAndQuery);
  }
}
