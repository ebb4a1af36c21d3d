package io.tollgate.gateway.openapi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The documents of our own faces as they are served: what their examples send, and expect back. */
final class StoryPages {

  private static final Path EXAMPLES = Path.of("src/main/resources" + Examples.RESOURCE);
  private static final boolean WRITES = "write".equals(System.getProperty("tollgate.docs"));
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** What the gateway makes of chance; the documents show a stand-in. */
  private static final Set<String> SECRETS = Set.of("secret");

  private final Map<String, Described> operations = new TreeMap<>();
  private final Set<String> unplayed = new TreeSet<>();
  private final Map<String, String> standIns;
  private final ObjectNode examples;

  private StoryPages(Map<String, String> standIns) throws IOException {
    this.standIns = standIns;
    this.examples = (ObjectNode) JSON.readTree(Files.readString(EXAMPLES));
  }

  /**
   * Reads the documents.
   *
   * @param standIns what the documents show, and what this run has in its place
   */
  static StoryPages read(WebTestClient gateway, Map<String, String> standIns) {
    try {
      var pages = new StoryPages(standIns);
      for (var face : Face.values()) {
        pages.add(document(gateway, face));
      }
      pages.unplayed.addAll(pages.operations.keySet());
      return pages;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode document(WebTestClient gateway, Face face) {
    var served = gateway
        .get()
        .uri("/openapi/{name}.yaml", face.fileName())
        .exchange()
        .expectBody(String.class)
        .returnResult()
        .getResponseBody();
    return JSON.valueToTree(new Yaml().<Map<String, Object>>load(served));
  }

  private void add(JsonNode document) {
    for (var path : document.get("paths").properties()) {
      for (var method : path.getValue().properties()) {
        var operation = method.getValue();
        operations.put(
            operation.get("operationId").asString(),
            new Described(document, path.getKey(), method.getKey(), operation));
      }
    }
  }

  /** Operations that no step has played. */
  Set<String> unplayed() {
    return unplayed;
  }

  /**
   * The request of an example.
   *
   * @param met stands in for parameters and members of the same name that cannot be foreseen
   */
  Step step(String operationId, Map<String, Object> met) {
    var described = described(operationId);
    var path = described.path();
    var query = new StringBuilder();
    for (var parameter : described.operation().path("parameters")) {
      var name = parameter.get("name").asString();
      var value = met.containsKey(name)
          ? String.valueOf(met.get(name))
          : parameter.path("example").asString("");
      if (parameter.get("in").asString().equals("path")) {
        assertThat(value).as("%s: an example of %s", operationId, name).isNotEmpty();
        path = path.replace("{" + name + "}", URLEncoder.encode(value, UTF_8));
        note(operationId, "parameters", name, value);
      } else if (parameter.has("example")) {
        query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(value);
      }
    }
    return new Step(described.method(), path + query, request(operationId, described, met));
  }

  private String request(String operationId, Described described, Map<String, Object> met) {
    if (!described.operation().has("requestBody")) {
      return "";
    }
    var content = described.operation().at("/requestBody/content/application~1json");
    assertThat(content.has("example"))
        .as("%s: an example of its request", operationId)
        .isTrue();
    var body = content.get("example").deepCopy();
    if (body instanceof ObjectNode object) {
      met.forEach((name, value) -> {
        if (object.has(name)) {
          object.put(name, String.valueOf(value));
          note(operationId, "request", name, String.valueOf(value));
        }
      });
    }
    assertThat(SchemaCheck.faults(described.document(), content.get("schema"), body))
        .as("%s: its request", operationId)
        .isEmpty();
    var text = body.toString();
    for (var standIn : standIns.entrySet()) {
      text = text.replace(standIn.getKey(), standIn.getValue());
    }
    return text;
  }

  /** Holds an answer, and the one in the documents, to the schema in the documents. */
  void judge(String operationId, JsonNode answer) {
    unplayed.remove(operationId);
    if (WRITES) {
      record(operationId, answer);
    }
    var described = described(operationId);
    var content = described.operation().at("/responses/2XX/content/application~1json");
    if (answer.isNull()) {
      assertThat(content.isMissingNode()).as("%s: no content", operationId).isTrue();
      return;
    }
    var schema = content.path("schema");
    assertThat(SchemaCheck.faults(described.document(), schema, answer))
        .as("%s: its answer", operationId)
        .isEmpty();
    if (!WRITES) {
      assertThat(content.has("example"))
          .as("%s: an example of its answer; write it with -Dtollgate.docs=write", operationId)
          .isTrue();
      assertThat(SchemaCheck.faults(described.document(), schema, content.get("example")))
          .as("%s: the answer in the documents", operationId)
          .isEmpty();
    }
  }

  private void record(String operationId, JsonNode answer) {
    var text = answer.toString();
    for (var standIn : standIns.entrySet()) {
      text = text.replace(standIn.getValue(), standIn.getKey());
    }
    var shown = JSON.readTree(text);
    if (shown instanceof ObjectNode object) {
      SECRETS.stream().filter(object::has).forEach(name -> object.put(name, "shown-this-once"));
    }
    if (!answer.isNull()) {
      ((ObjectNode) examples.get(operationId)).set("response", shown);
    }
  }

  private void note(String operationId, String part, String name, String value) {
    var example = (ObjectNode) examples.get(operationId);
    if (WRITES && example.path(part) instanceof ObjectNode object && object.has(name)) {
      object.put(name, value);
    }
  }

  /** Writes the examples where that was asked for. */
  void finish() {
    if (!WRITES) {
      return;
    }
    try {
      Files.writeString(EXAMPLES, JSON.writeValueAsString(examples) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Described described(String operationId) {
    var described = operations.get(operationId);
    assertThat(described).as("%s: in the documents", operationId).isNotNull();
    return described;
  }

  /** A request as it is to be sent; without a body it is empty. */
  record Step(String method, String pathAndQuery, String request) {}

  /** One operation, and the document that its references lead into. */
  private record Described(JsonNode document, String path, String method, JsonNode operation) {}
}
