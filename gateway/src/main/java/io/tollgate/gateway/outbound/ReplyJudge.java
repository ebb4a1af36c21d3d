package io.tollgate.gateway.outbound;

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
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tells what a reply means. Whatever is not clearly a success is none. */
final class ReplyJudge {

  private static final int OK = 200;
  private static final int LONGEST_INSTANCE_ID = 64;
  private static final int LONGEST_CODE = 16;

  private final JsonMapper json;

  ReplyJudge(JsonMapper json) {
    this.json = json;
  }

  CallOutcome judge(ProductionCall call, Reply reply, String accessKey, int tookMillis) {
    var body = read(reply);
    var code = body == null ? null : text(body, "resultCode", LONGEST_CODE);
    var exchange = new Exchange(reply.status(), code, tookMillis, reply.shown());
    if (reply.status() != OK) {
      return new Refused(exchange, "HTTP status " + reply.status() + " (expected: 200)");
    }
    if (code == null) {
      return new Refused(exchange, "no resultCode (expected: a JSON object with one)");
    }
    if (call.generation() == Generation.V1 && !isSigned(reply, accessKey)) {
      return new Refused(exchange, "Body-Sign missing or wrong (expected: the reply's signature)");
    }
    return byCode(call, code, instanceId(body), exchange);
  }

  private @Nullable JsonNode read(Reply reply) {
    try {
      var node = json.readTree(reply.body());
      return node != null && node.isObject() ? node : null;
    } catch (JacksonException notJson) {
      return null;
    }
  }

  private static boolean isSigned(Reply reply, String accessKey) {
    var header = reply.bodySign();
    return header != null && BodySign.verify(header, accessKey, reply.body());
  }

  private static CallOutcome byCode(
      ProductionCall call, String code, @Nullable String instanceId, Exchange exchange) {
    var creates = call.activity() == Activity.NEW_INSTANCE;
    var meaning = ProductionResultCode.of(code).orElse(null);
    return switch (meaning) {
      case SUCCESS ->
        creates && instanceId == null
            ? new Refused(exchange, "no instanceId (expected: 1 to 64 visible characters)")
            : new Done(exchange, instanceId);
      case IN_PROGRESS -> new UnderWay(exchange, instanceId);
      case null ->
        new Refused(exchange, "resultCode " + code + " (expected: a code of the protocol)");
      default -> new Refused(exchange, "resultCode " + code + ": " + meaning.message());
    };
  }

  private static @Nullable String instanceId(@Nullable JsonNode body) {
    return body == null ? null : text(body, "instanceId", LONGEST_INSTANCE_ID);
  }

  /** A text member without anything that could not be part of an id; else null. */
  private static @Nullable String text(JsonNode body, String name, int longest) {
    var node = body.get(name);
    if (node == null || !node.isString()) {
      return null;
    }
    var text = node.asString();
    var visible = !text.isBlank() && text.codePoints().noneMatch(ReplyJudge::isInvisible);
    return visible && text.length() <= longest ? text : null;
  }

  private static boolean isInvisible(int codePoint) {
    return Character.isWhitespace(codePoint) || Character.isISOControl(codePoint);
  }
}
