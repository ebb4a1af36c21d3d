package io.tollgate.gateway.protocol.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** No header, date or address that a stranger sends makes a verifier fail. */
class HeaderPropertyTests {

  private static final byte[] KEY = "key".getBytes(UTF_8);
  private static final byte[] BODY = "{}".getBytes(UTF_8);

  @Property(tries = 2_000)
  void everyHeaderHasAnAnswer(@ForAll("hostile") String text) {
    assertThatCode(() -> {
          SdkAuthorization.parse(text);
          SdkSignature.isFresh(text, Instant.EPOCH);
          BodySign.verify(text, "key", BODY);
          AuthToken.verify(text, "key", Map.of("timeStamp", text));
          BasicCallSignature.verify(text, "key", text, text, BODY);
          KitCallSignature.verify(text, "key", text, text, BODY);
          var proof = new PushProof(text, text, text);
          proof.isWellFormed();
          proof.isFresh(Instant.EPOCH);
          proof.verify(List.of(KEY), BODY);
        })
        .doesNotThrowAnyException();
  }

  @Property(tries = 2_000)
  void everyAddressCanBeSignedAndVerified(
      @ForAll("hostile") String path, @ForAll("hostile") String query) {
    var request = new SdkRequest(
        "GET", path, query, Map.of("x-sdk-date", "20260101T000000Z"), SdkRequest.sha256(BODY));

    var authorization = SdkSignature.sign(request, List.of("x-sdk-date"), "ak", KEY);

    assertThat(SdkAuthorization.parse(authorization.toString())).hasValue(authorization);
    assertThat(SdkSignature.verify(request, authorization, KEY)).isTrue();
  }

  @Provide
  Arbitrary<String> hostile() {
    return Arbitraries.oneOf(
        Arbitraries.strings().all().ofMaxLength(60),
        Arbitraries.of(
                "SDK-HMAC-SHA256 ",
                "Access=",
                "SignedHeaders=",
                "Signature=",
                ",",
                ";",
                "%",
                "%2",
                "sign_type=\"HMAC-SHA256\"",
                "signature=",
                "\"",
                "&",
                "=",
                "/",
                "+",
                "20260101T",
                "000000Z",
                "0",
                "a",
                " ")
            .list()
            .ofMaxSize(12)
            .map(parts -> String.join("", parts)));
  }
}
