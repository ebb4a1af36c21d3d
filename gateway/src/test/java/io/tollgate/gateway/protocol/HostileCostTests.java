package io.tollgate.gateway.protocol;

import static io.tollgate.gateway.HostileText.cost;
import static io.tollgate.gateway.HostileText.filled;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.tollgate.gateway.HostileText;
import io.tollgate.gateway.protocol.outbound.Reply;
import io.tollgate.gateway.protocol.outbound.ReplyJudge;
import io.tollgate.gateway.protocol.signature.AuthToken;
import io.tollgate.gateway.protocol.signature.BodySign;
import io.tollgate.gateway.protocol.signature.CanonicalJson;
import io.tollgate.gateway.protocol.signature.PushProof;
import io.tollgate.gateway.protocol.signature.SdkAuthorization;
import io.tollgate.gateway.protocol.signature.SdkRequest;
import io.tollgate.gateway.protocol.signature.SdkSignature;
import io.tollgate.gateway.protocol.usage.PushGeneration;
import io.tollgate.gateway.protocol.usage.UsagePushParser;
import io.tollgate.metering.delivery.Activity;
import io.tollgate.metering.delivery.Generation;
import io.tollgate.metering.delivery.ProductionCall;
import io.tollgate.rules.quantity.Quantity;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stranger's mebibyte costs each parser that it may reach. */
class HostileCostTests {

  /** More of a reply is not read. */
  private static final int MOST_OF_A_REPLY = 1 << 16;

  /** Eight times what the server reads of a request line and its headers. */
  private static final int MOST_OF_AN_ADDRESS = 1 << 16;

  private static final byte[] KEY = "key".getBytes(UTF_8);
  private static final String SIGNED = "20260101T000000Z";

  private static final UsagePushParser NEW = new UsagePushParser(PushGeneration.NEW);
  private static final UsagePushParser OLD = new UsagePushParser(PushGeneration.OLD);
  private static final ProductionCall CALL = new ProductionCall(
      0, 1, Activity.QUERY_INSTANCE, Generation.V1, 1, "https://isv.example.com", Map.of());

  @ParameterizedTest
  @MethodSource("io.tollgate.gateway.HostileText#bodies")
  void aBodyCostsLittle(byte[] body) {
    assertThat(body).hasSizeLessThanOrEqualTo(HostileText.SIZE_BYTES);
    assertThat(cost(() -> NEW.parse(body))).as("push").isLessThan(HostileText.MOST);
    assertThat(cost(() -> OLD.parse(body))).as("old push").isLessThan(HostileText.MOST);
    assertThat(cost(() -> CanonicalJson.of(body))).as("canonical").isLessThan(HostileText.MOST);
    assertThat(cost(() -> SdkRequest.sha256(body))).as("hash").isLessThan(HostileText.MOST);
  }

  @ParameterizedTest
  @MethodSource("io.tollgate.gateway.HostileText#bodies")
  void aReplyCostsLittle(byte[] body) {
    var read = Arrays.copyOf(body, MOST_OF_A_REPLY);
    var signed = new Reply(200, BodySign.sign("key", read), read, 1);

    assertThat(cost(() -> ReplyJudge.judge(CALL, signed, "key"))).isLessThan(HostileText.MOST);
  }

  static Stream<Arguments> headers() {
    return Stream.of(
        argumentSet("blanks", filled(" ")),
        argumentSet("digits", filled("9")),
        argumentSet("commas", "SDK-HMAC-SHA256 Access=a, SignedHeaders=" + filled("a,")),
        argumentSet("headers", "SDK-HMAC-SHA256 Access=a, SignedHeaders=" + filled("a;")),
        argumentSet("parts", "SDK-HMAC-SHA256 " + filled("Access=a, ")),
        argumentSet(
            "signature", "SDK-HMAC-SHA256 Access=a, SignedHeaders=a, Signature=" + filled("f")),
        argumentSet("body sign", "sign_type=\"HMAC-SHA256\", signature= \"" + filled("A")),
        argumentSet("body sign of blanks", "sign_type" + filled(" ") + "="),
        argumentSet("dates", filled("20260101T000000Z")),
        argumentSet("percents", filled("%")),
        argumentSet("octets", filled("%2F")),
        argumentSet("parameters", filled("b=1&a=2&")),
        argumentSet("slashes", filled("/")),
        argumentSet("zeros", "0." + filled("0") + "1"),
        argumentSet("minus", filled("-")));
  }

  @ParameterizedTest
  @MethodSource("headers")
  void aHeaderAnAddressAndANumberCostLittle(String text) {
    costsLittle("authorization", () -> SdkAuthorization.parse(text));
    costsLittle("date", () -> SdkSignature.isFresh(text, Instant.EPOCH));
    costsLittle("body sign", () -> BodySign.verify(text, "key", KEY));
    costsLittle("token", () -> AuthToken.verify(text, "key", Map.of("timeStamp", text)));
    costsLittle("push proof", () -> {
      var proof = new PushProof(text, text, text);
      proof.isWellFormed();
      proof.isFresh(Instant.EPOCH);
      proof.verify(List.of(KEY), KEY);
    });
    var address = text.substring(0, MOST_OF_AN_ADDRESS);
    costsLittle(
        "address",
        () -> SdkSignature.sign(
            new SdkRequest(
                "GET", address, address, Map.of("x-sdk-date", SIGNED), SdkRequest.sha256(KEY)),
            List.of("x-sdk-date"),
            "ak",
            KEY));
    costsLittle("number", () -> Quantity.read(text));
  }

  private static void costsLittle(String parser, Runnable work) {
    assertThat(cost(work)).as(parser).isLessThan(HostileText.MOST);
  }
}
