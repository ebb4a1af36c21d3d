package io.tollgate.gateway.isv.usage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.huaweicloud.sdk.core.auth.AKSKSigner;
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.http.HttpMethod;
import com.huaweicloud.sdk.core.http.HttpRequest;
import io.tollgate.gateway.Holdings;
import io.tollgate.gateway.isv.SignedCalls;
import io.tollgate.gateway.protocol.codes.RequestCode;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Requests signed by the vendor's own SDK for Java. Each is accepted as it was signed; each is
 * refused when what was signed and what arrives differ in any one letter or digit.
 */
class IndependentSignerIT extends UsageFaceIT {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String QUERY_PATH = "/api/mkp-openapi-public/global/v1/order/query";

  private SignedCalls key;

  @BeforeEach
  void issueKey() {
    key = isv.addKey("AKSK");
  }

  @Test
  void anOrderQueryIsAcceptedAsItWasSigned() {
    var query = query();

    assertThat(code(query, sign(query))).isEqualTo(RequestCode.SUCCESS.code());
    var odd = query.withQuery("z=%20%2B~%E4%B8%AD&orderId=MOCKONDEMAND&a=&A=1");
    assertThat(code(odd, sign(odd))).isEqualTo(RequestCode.SUCCESS.code());
  }

  @Test
  void aPushIsAcceptedAsItWasSigned() {
    var push = push();
    var before = Holdings.of(stores);

    assertThat(code(push, sign(push))).isEqualTo(RequestCode.SUCCESS.code());

    assertThat(Holdings.of(stores)).isEqualTo(before.withAccepted(1));
  }

  @Test
  void anOrderQueryIsRefusedWhenOneByteDiffers() {
    refusesEveryAlterationOf(query());
  }

  @Test
  void aPushIsRefusedWhenOneByteDiffers() {
    var before = Holdings.of(stores);

    refusesEveryAlterationOf(push());

    assertThat(Holdings.of(stores)).isEqualTo(before);
  }

  /** Signs every neighbour of the request, and sends the request itself with that signature. */
  private void refusesEveryAlterationOf(Request sent) {
    var neighbours = new ArrayList<Request>();
    altered(sent.path()).forEach(path -> neighbours.add(sent.withPath(path)));
    altered(sent.query()).forEach(query -> neighbours.add(sent.withQuery(query)));
    altered(sent.body()).forEach(body -> neighbours.add(sent.withBody(body)));
    sent.headers()
        .forEach((name, value) ->
            altered(value).forEach(other -> neighbours.add(sent.withHeader(name, other))));

    assertThat(neighbours).hasSizeGreaterThan(sent.path().length());
    for (var neighbour : neighbours) {
      var headers = new HashMap<>(sign(neighbour));
      headers.putAll(sent.headers());
      assertThat(code(sent, headers))
          .as("signed was %s", neighbour)
          .isEqualTo(RequestCode.ILLEGAL_TOKEN.code());
    }
    altered(Objects.requireNonNull(sign(sent).get("Authorization"))).forEach(authorization -> {
      var headers = new HashMap<>(sign(sent));
      headers.put("Authorization", authorization);
      assertThat(code(sent, headers)).as(authorization).isNotEqualTo(RequestCode.SUCCESS.code());
    });
  }

  /** The text with each of its letters and digits replaced in turn by another of its kind. */
  private static List<String> altered(String text) {
    var altered = new ArrayList<String>();
    for (var i = 0; i < text.length(); i++) {
      var old = text.charAt(i);
      if (Character.isLetterOrDigit(old)) {
        var other = old == '7' ? '8' : old == 'q' ? 'w' : Character.isDigit(old) ? '7' : 'q';
        altered.add(text.substring(0, i) + other + text.substring(i + 1));
      }
    }
    return altered;
  }

  private Request query() {
    return new Request(
        "GET", QUERY_PATH, "orderId=MOCKONDEMAND&orderLineId=MOCKONDEMAND-000001", headers(), "");
  }

  private Request push() {
    var record = isv.usage(isv.instance()).old();
    return new Request("POST", OLD_PATH, "", headers(), PushingIsv.body(record));
  }

  /** What the SDK signs, but for a content type. */
  private Map<String, String> headers() {
    return Map.of(
        "Host", URI.create(address()).getAuthority(),
        "X-Sdk-Date", DATE.format(Instant.now()),
        "x-stage", "RELEASE");
  }

  /** All headers with which the SDK would send a request. */
  private Map<String, String> sign(Request request) {
    var builder = HttpRequest.newBuilder()
        .withMethod(HttpMethod.valueOf(request.method()))
        .withEndpoint(address())
        .withPath(request.path())
        .withBodyAsString(request.body())
        .addHeaders(new HashMap<>(request.headers()));
    request.parameters().forEach((name, value) -> builder.addQueryParam(name, List.of(value)));
    var credentials = new BasicCredentials().withAk(key.accessKeyId()).withSk(key.secret());
    var headers = new HashMap<>(request.headers());
    headers.putAll(AKSKSigner.getInstance().sign(builder.build(), credentials));
    return headers;
  }

  /** What the gateway answers to a request with these headers. */
  private String code(Request request, Map<String, String> headers) {
    var query = request.query().isEmpty() ? "" : "?" + request.query();
    var reply = anyone()
        .method(org.springframework.http.HttpMethod.valueOf(request.method()))
        .uri(URI.create(address() + request.path() + query))
        .headers(all -> headers.forEach(all::set))
        .header("Content-Type", "application/json")
        .bodyValue(request.body().getBytes(UTF_8))
        .exchange()
        .expectBody(String.class)
        .returnResult()
        .getResponseBody();
    var text = String.valueOf(reply);
    return text.replaceAll("(?s).*\"(?:error_code|resultCode)\":\"([^\"]*)\".*", "$1");
  }

  private record Request(
      String method, String path, String query, Map<String, String> headers, String body) {

    /** As the SDK wants them: decoded. */
    Map<String, String> parameters() {
      var parameters = new HashMap<String, String>();
      for (var parameter : query.isEmpty() ? new String[0] : query.split("&", -1)) {
        var equals = parameter.indexOf('=');
        parameters.put(
            parameter.substring(0, equals),
            URLDecoder.decode(parameter.substring(equals + 1), UTF_8));
      }
      return parameters;
    }

    Request withPath(String other) {
      return new Request(method, other, query, headers, body);
    }

    Request withQuery(String other) {
      return new Request(method, path, other, headers, body);
    }

    Request withBody(String other) {
      return new Request(method, path, query, headers, other);
    }

    Request withHeader(String name, String value) {
      var others = new HashMap<>(headers);
      others.put(name, value);
      return new Request(method, path, query, others, body);
    }
  }
}
