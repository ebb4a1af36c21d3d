package io.tollgate.gateway.protocol.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.protocol.signature.BodySign;
import io.tollgate.metering.delivery.Activity;
import io.tollgate.metering.delivery.CallOutcome;
import io.tollgate.metering.delivery.CallOutcome.Done;
import io.tollgate.metering.delivery.CallOutcome.Refused;
import io.tollgate.metering.delivery.CallOutcome.UnderWay;
import io.tollgate.metering.delivery.Generation;
import io.tollgate.metering.delivery.ProductionCall;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyJudgeTests {

  private static final String KEY = "key";
  private static final String DONE =
      "{\"resultCode\":\"000000\",\"resultMsg\":\"success.\",\"instanceId\":\"i-1\"}";

  @Test
  void takesTheInstanceOfACreateThatIsDone() {
    assertThat(judge(Generation.V2, 200, null, DONE)).isInstanceOfSatisfying(Done.class, done -> {
      assertThat(done.instanceId()).isEqualTo("i-1");
      assertThat(done.exchange().resultCode()).isEqualTo("000000");
      assertThat(done.exchange().reply()).isEqualTo(DONE);
    });
  }

  @Test
  void waitsForACreateThatIsUnderWay() {
    assertThat(judge(Generation.V2, 200, null, DONE.replace("000000", "000004")))
        .isInstanceOfSatisfying(
            UnderWay.class, underWay -> assertThat(underWay.instanceId()).isEqualTo("i-1"));
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
          500 | {}                                                | HTTP status 500 (expected: 200)
          302 | {}                                                | HTTP status 302 (expected: 200)
          200 | <html>                                            | the reply is not a JSON object
          200 | []                                                | the reply is not a JSON object
          200 | {}                                                | resultCode: missing (expected: one of the result codes)
          200 | {"resultCode":"000000"}                           | instanceId: missing (expected: the id of the created instance)
          200 | {"resultCode":"000005","resultMsg":"no\\ndisk"}   | 000005 (Other internal error): no disk
          200 | {"resultCode":"777777"}                           | 777777 (not in the table)
          """)
  void saysWhyAReplyIsNone(int status, String body, String error) {
    assertThat(judge(Generation.V2, status, null, body))
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.error()).isEqualTo(error));
  }

  @Test
  void asksAV1ReplyForItsBodySign() {
    var signed = BodySign.sign(KEY, DONE.getBytes(UTF_8));

    assertThat(judge(Generation.V1, 200, signed, DONE)).isInstanceOf(Done.class);
    assertThat(judge(Generation.V1, 200, signed.replace(" ", ""), DONE)).isInstanceOf(Done.class);
    assertThat(((Refused) judge(Generation.V1, 200, null, DONE)).error())
        .isEqualTo("http header->bodySign is empty.");
    assertThat(((Refused) judge(Generation.V1, 200, signed, DONE + " ")).error())
        .isEqualTo("Body-Sign does not match the reply");
  }

  @Test
  void keepsNeitherSecretsNorControlCharactersNorMuchOfAReply() {
    var reply = "{\"resultCode\":\"000000\",\r\n\"info\":[{\"appInfo\":{\"userName\":\"u\\\"x\","
        + "\"password\" : \"s3cret\"}}],\"more\":\""
        + "x".repeat(5_000)
        + "\"}";

    var kept = judge(Generation.V2, 200, null, reply).exchange().reply();

    assertThat(kept)
        .hasSize(1_000)
        .doesNotContain("s3cret", "u\\", "\n")
        .contains("\"password\" : \"***\"");
  }

  private static CallOutcome judge(
      Generation generation, int status, @Nullable String bodySign, String body) {
    var call =
        new ProductionCall(1, 1, Activity.NEW_INSTANCE, generation, 1, "https://h/p", Map.of());
    return ReplyJudge.judge(call, new Reply(status, bodySign, body.getBytes(UTF_8), 5), KEY);
  }
}
