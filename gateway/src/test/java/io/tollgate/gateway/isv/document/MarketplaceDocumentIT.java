package io.tollgate.gateway.isv.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.isv.IsvFaceIT;
import io.tollgate.gateway.openapi.SchemaCheck;
import io.tollgate.gateway.protocol.codes.RequestCode;
import io.tollgate.gateway.protocol.usage.ParsedPush.Parsed;
import io.tollgate.gateway.protocol.usage.PushGeneration;
import io.tollgate.gateway.protocol.usage.UsagePushParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds the marketplace's OpenAPI document to what is served, with its examples as input. */
class MarketplaceDocumentIT extends IsvFaceIT {

  private static final Path PAGE = Path.of("../docs/reference/openapi/marketplace.yaml");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void isServedAsItIsCheckedIn() throws IOException {
    assertThat(served()).isEqualTo(Files.readString(PAGE));
  }

  @Test
  void describesPathsThatAskForAProof() {
    var calls = seller().calls();

    document().get("paths").properties().forEach(path -> {
      var method = path.getValue().has("get") ? HttpMethod.GET : HttpMethod.POST;
      var status = send(calls, method, path.getKey(), "application/json", "{}")
          .returnResult(byte[].class)
          .getStatus()
          .value();
      assertThat(status).as(path.getKey()).isEqualTo(400);
    });
  }

  @Test
  void givesExamplesThatTheParserAndTheLicenceCallsUnderstand() {
    var document = document();
    var push = document.at("/components/examples/UsagePush/value");
    var old = document.at("/components/examples/OldUsagePush/value");

    assertThat(new UsagePushParser(PushGeneration.NEW).parse(JSON.writeValueAsBytes(push)))
        .isInstanceOf(Parsed.class);
    assertThat(new UsagePushParser(PushGeneration.OLD).parse(JSON.writeValueAsBytes(old)))
        .isInstanceOf(Parsed.class);
    var calls = seller().calls();
    var bodies = document.at("/components/requestBodies");
    var one = bodies.at("/License/content/application~1json/examples/one/value").toString();
    var two =
        bodies.at("/Licenses/content/application~1json/examples/two/value").toString();
    Stream.of(Map.entry("v1", one), Map.entry("v2", two))
        .forEach(example -> send(
                calls,
                HttpMethod.POST,
                "/api/mkp-openapi-public/global/" + example.getKey() + "/license/heartbeat",
                "application/json",
                example.getValue())
            .expectStatus()
            .isOk());
  }

  @Test
  void givesAnExampleOfEveryBodyAndEachIsAsItsSchemaSays() {
    var document = document();

    for (var path : document.get("paths").properties()) {
      for (var operation : path.getValue()) {
        var bodies = Stream.concat(
                operation.path("responses").valueStream(), Stream.of(operation.path("requestBody")))
            .filter(JsonNode::isObject)
            .map(body -> resolved(document, body))
            .toList();
        assertThat(bodies).as(path.getKey()).isNotEmpty().allSatisfy(body -> {
          var content = body.at("/content/application~1json");
          assertThat(content.path("examples").size()).isPositive();
          content
              .get("examples")
              .forEach(example -> assertThat(SchemaCheck.faults(
                      document,
                      content.get("schema"),
                      resolved(document, example).get("value")))
                  .as(path.getKey())
                  .isEmpty());
        });
      }
    }
  }

  private static JsonNode resolved(JsonNode document, JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asString().substring(1)) : node;
  }

  @Test
  void givesTheOrderExampleAsItIsAnswered() {
    var path = "/api/mkp-openapi-public/global/v1/order/query";
    var example = document()
        .get("paths")
        .get(path)
        .at("/get/responses/200/content/application~1json/examples/found/value");

    assertThat(RequestCode.of(example.get("resultCode").asString())).isPresent();
    get(seller().calls(), path + "?orderId=MOCKONDEMAND").expectBody().json(example.toString());
  }

  private JsonNode document() {
    return JSON.valueToTree(new Yaml().<Map<String, Object>>load(served()));
  }

  private String served() {
    var body = anyone()
        .get()
        .uri("/openapi/marketplace.yaml")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody(String.class)
        .returnResult()
        .getResponseBody();
    return body == null ? "" : body;
  }
}
