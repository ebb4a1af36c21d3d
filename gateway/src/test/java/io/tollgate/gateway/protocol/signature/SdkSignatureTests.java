package io.tollgate.gateway.protocol.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SdkSignatureTests {

  private static final byte[] SECRET = "secret".getBytes(UTF_8);
  private static final List<String> SIGNED = List.of("host", "x-sdk-date");
  private static final String DATE = "20260101T000000Z";
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void coversEveryPartOfTheRequest() {
    var request = request("GET", "/order/query", "orderId=A&orderLineId=B", "h", "body");
    var authorization = SdkSignature.sign(request, SIGNED, "ak", SECRET);

    assertThat(verified(request, authorization)).isTrue();
    assertThat(verified(
            request("PUT", "/order/query", "orderId=A&orderLineId=B", "h", "body"), authorization))
        .isFalse();
    assertThat(verified(
            request("GET", "/order/querz", "orderId=A&orderLineId=B", "h", "body"), authorization))
        .isFalse();
    assertThat(verified(
            request("GET", "/order/query", "orderId=A&orderLineId=C", "h", "body"), authorization))
        .isFalse();
    assertThat(verified(
            request("GET", "/order/query", "orderId=A&orderLineId=B", "i", "body"), authorization))
        .isFalse();
    assertThat(verified(
            request("GET", "/order/query", "orderId=A&orderLineId=B", "h", "bodz"), authorization))
        .isFalse();
  }

  @Test
  void signsOneTextForEverySpellingOfPathAndQuery() {
    var plain = request("GET", "/a b/c/", "k=1%20%2B&j=%7E", "h", "");
    var spelled = request("GET", "/a%20b/c", "j=~&k=1+%2b", "h", "");

    var authorization = SdkSignature.sign(plain, SIGNED, "ak", SECRET);

    assertThat(verified(spelled, authorization)).isTrue();
  }

  @Test
  void distinguishesAnEncodedSlashFromASeparator() {
    var authorization =
        SdkSignature.sign(request("GET", "/a/b", "", "h", ""), SIGNED, "ak", SECRET);

    assertThat(verified(request("GET", "/a%2Fb", "", "h", ""), authorization)).isFalse();
  }

  @Test
  void refusesASignedHeaderThatIsNotInTheRequest() {
    var request = request("GET", "/", "", "h", "");
    var authorization = SdkSignature.sign(request, SIGNED, "ak", SECRET);
    var more = new SdkAuthorization("ak", List.of("host", "x-missing"), authorization.signature());

    assertThat(verified(request, more)).isFalse();
  }

  @Test
  void readsAnAuthorizationHeaderWhateverItsBlanks() {
    var header = " SDK-HMAC-SHA256  Access=ak,SignedHeaders=Host;x-sdk-date ,  Signature=AB12 ";

    assertThat(SdkAuthorization.parse(header)).hasValue(new SdkAuthorization("ak", SIGNED, "AB12"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Bearer token",
        "SDK-HMAC-SHA256",
        "SDK-HMAC-SHA256 Access=ak, SignedHeaders=host",
        "SDK-HMAC-SHA256 Access=, SignedHeaders=host, Signature=ab",
        "SDK-HMAC-SHA256 Access=ak, Access=bk, Signature=ab",
        "SDK-HMAC-SHA1 Access=ak, SignedHeaders=host, Signature=ab",
        "SDK-HMAC-SHA256 Access=ak, SignedHeaders=host, Signature=ab, More=1",
      })
  void readsNothingFromAnotherHeader(String header) {
    assertThat(SdkAuthorization.parse(header)).isEmpty();
  }

  @Test
  void isFreshWithinFifteenMinutesInclusiveInBothDirections() {
    var window = Duration.ofMinutes(15);

    assertThat(SdkSignature.isFresh(DATE, NOW.plus(window))).isTrue();
    assertThat(SdkSignature.isFresh(DATE, NOW.minus(window))).isTrue();
    assertThat(SdkSignature.isFresh(DATE, NOW.plus(window).plusMillis(1))).isFalse();
    assertThat(SdkSignature.isFresh(DATE, NOW.minus(window).minusMillis(1))).isFalse();
    assertThat(SdkSignature.dateOf(NOW)).isEqualTo(DATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2026-01-01T00:00:00Z", "20260230T000000Z", "20260101T250000Z"})
  void aDateThatIsNoneIsNeverFresh(String date) {
    assertThat(SdkSignature.isFresh(date, NOW)).isFalse();
  }

  private static boolean verified(SdkRequest request, SdkAuthorization authorization) {
    return SdkSignature.verify(request, authorization, SECRET);
  }

  private static SdkRequest request(
      String method, String path, String query, String host, String body) {
    return new SdkRequest(
        method,
        path,
        query,
        Map.of("host", host, "x-sdk-date", DATE),
        SdkRequest.sha256(body.getBytes(UTF_8)));
  }
}
