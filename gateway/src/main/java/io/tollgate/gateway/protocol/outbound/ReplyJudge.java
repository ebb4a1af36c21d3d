package io.tollgate.gateway.protocol.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.gateway.protocol.codes.ProductionResultCode;
import io.tollgate.gateway.protocol.signature.BodySign;
import io.tollgate.metering.delivery.Activity;
import io.tollgate.metering.delivery.CallOutcome;
import io.tollgate.metering.delivery.CallOutcome.Done;
import io.tollgate.metering.delivery.CallOutcome.Exchange;
import io.tollgate.metering.delivery.CallOutcome.Refused;
import io.tollgate.metering.delivery.CallOutcome.UnderWay;
import io.tollgate.metering.delivery.Generation;
import io.tollgate.metering.delivery.ProductionCall;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Judges the reply to a call. What counts, in this order: HTTP status 200, a V1 reply's {@code
 * Body-Sign}, a JSON object, its {@code resultCode}; and for a create that is done the id of the
 * instance.
 */
public final class ReplyJudge {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final int LONGEST_EXCERPT = 1_000;
  private static final int LONGEST_INSTANCE_ID = 64;
  private static final int LONGEST_MESSAGE = 255;

  /** What a query may answer in clear and nobody may find in our tables. */
  private static final Pattern SECRETS =
      Pattern.compile("(\"(?:password|userName)\"\\s*+:\\s*+)\"(?:[^\"\\\\]|\\\\.)*+\"?");

  private ReplyJudge() {}

  /** What a reply comes to. Any bytes have an outcome. */
  public static CallOutcome judge(ProductionCall call, Reply reply, String accessKey) {
    var content = content(reply.body());
    var resultCode = content.map(node -> text(node, "resultCode")).orElse(null);
    var exchange =
        new Exchange(reply.status(), resultCode, reply.tookMillis(), excerpt(reply.body()));
    var fault = fault(call, reply, accessKey);
    if (fault != null) {
      return new Refused(exchange, fault);
    }
    if (content.isEmpty()) {
      return new Refused(exchange, "the reply is not a JSON object");
    }
    return resultCode == null
        ? new Refused(exchange, "resultCode: missing (expected: one of the result codes)")
        : byCode(call, exchange, resultCode, content.get());
  }

  private static CallOutcome byCode(
      ProductionCall call, Exchange exchange, String resultCode, JsonNode content) {
    var instanceId = text(content, "instanceId");
    if (instanceId != null && instanceId.length() > LONGEST_INSTANCE_ID) {
      return new Refused(exchange, "instanceId: longer than 64 characters");
    }
    var code = ProductionResultCode.of(resultCode);
    if (code.isPresent() && code.get() == ProductionResultCode.IN_PROGRESS) {
      return new UnderWay(exchange, instanceId);
    }
    if (code.isEmpty() || code.get() != ProductionResultCode.SUCCESS) {
      return new Refused(exchange, explanation(resultCode, code, text(content, "resultMsg")));
    }
    return call.activity() == Activity.NEW_INSTANCE && instanceId == null
        ? new Refused(exchange, "instanceId: missing (expected: the id of the created instance)")
        : new Done(exchange, instanceId);
  }

  private static @Nullable String fault(ProductionCall call, Reply reply, String accessKey) {
    if (reply.status() != 200) {
      return "HTTP status " + reply.status() + " (expected: 200)";
    }
    if (CallEncoder.formOf(call) == Generation.V2) {
      return null;
    }
    var bodySign = reply.bodySign();
    if (bodySign == null) {
      return "http header->bodySign is empty.";
    }
    return BodySign.verify(bodySign, accessKey, reply.body())
        ? null
        : "Body-Sign does not match the reply";
  }

  private static String explanation(
      String resultCode, Optional<ProductionResultCode> code, @Nullable String resultMsg) {
    var meaning = code.map(ProductionResultCode::meaning).orElse("not in the table");
    var message = resultMsg == null ? "" : ": " + shortened(cleaned(resultMsg), LONGEST_MESSAGE);
    return shortened(cleaned(resultCode), 16) + " (" + meaning + ")" + message;
  }

  private static Optional<JsonNode> content(byte[] body) {
    try {
      return Optional.of(JSON.readTree(body)).filter(JsonNode::isObject);
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  private static @Nullable String text(JsonNode content, String name) {
    var value = content.get(name);
    if (value == null || !(value.isString() || value.isNumber())) {
      return null;
    }
    var text = value.asString().strip();
    return text.isEmpty() ? null : text;
  }

  private static String excerpt(byte[] body) {
    var text = new String(body, 0, Math.min(body.length, 16 * LONGEST_EXCERPT), UTF_8);
    return shortened(cleaned(SECRETS.matcher(text).replaceAll("$1\"***\"")), LONGEST_EXCERPT);
  }

  private static String cleaned(String text) {
    return text.replaceAll("\\p{Cntrl}", " ");
  }

  private static String shortened(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest);
  }
}
