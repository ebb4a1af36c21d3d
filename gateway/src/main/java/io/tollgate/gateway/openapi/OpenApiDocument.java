package io.tollgate.gateway.openapi;

import static io.tollgate.gateway.openapi.Schemas.ordered;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** One face as an OpenAPI 3.1 document in YAML; the same handlers give the same text. */
final class OpenApiDocument {

  private static final int WIDTH = 110;

  private OpenApiDocument() {}

  static String of(Face face, Map<RequestMappingInfo, HandlerMethod> handlers) {
    var schemas = new Schemas();
    var paths = new TreeMap<String, Map<String, Object>>();
    for (var operation : operations(face, handlers)) {
      paths
          .computeIfAbsent(operation.path(), path -> ordered())
          .putIfAbsent(operation.method(), operation.describe(schemas));
    }
    var document = ordered(
        "openapi",
        "3.1.0",
        "info",
        ordered(
            "title",
            "Tollgate: " + face.title(),
            "version",
            "1",
            "description",
            face.description()),
        "security",
        List.of(ordered("proof", List.of())),
        "paths",
        paths,
        "components",
        ordered(
            "securitySchemes",
            ordered("proof", new TreeMap<>(face.securityScheme())),
            "responses",
            ordered("Problem", problem()),
            "schemas",
            schemas.components()));
    return yaml().dump(document);
  }

  private static List<Operation> operations(
      Face face, Map<RequestMappingInfo, HandlerMethod> handlers) {
    var operations = new ArrayList<Operation>();
    handlers.forEach((mapping, handler) -> {
      for (var pattern : mapping.getPatternsCondition().getPatterns()) {
        for (var method : mapping.getMethodsCondition().getMethods()) {
          operations.add(new Operation(
              pattern.getPatternString(), method.name().toLowerCase(Locale.ROOT), handler));
        }
      }
    });
    operations.removeIf(operation -> !face.serves(operation.path()));
    operations.sort(Comparator.comparing(Operation::path)
        .thenComparing(Operation::method)
        .thenComparing(operation -> operation.handler().toString()));
    return operations;
  }

  /** Every fault of our own faces has this shape (RFC 9457). */
  private static Map<String, Object> problem() {
    var text = ordered("type", "string");
    var fault = ordered(
        "type",
        "object",
        "properties",
        ordered("pointer", text, "detail", ordered("type", "string")));
    return ordered(
        "description",
        "What was wrong: the value, what was expected, what to do",
        "content",
        ordered(
            "application/problem+json",
            ordered(
                "schema",
                ordered(
                    "type",
                    "object",
                    "required",
                    List.of("type", "title", "status", "detail"),
                    "properties",
                    ordered(
                        "type",
                        ordered(
                            "type", "string", "description", "urn:tollgate:problem:{name}, stable"),
                        "title",
                        ordered("type", "string"),
                        "status",
                        ordered("type", "integer"),
                        "detail",
                        ordered("type", "string"),
                        "instance",
                        ordered("type", "string"),
                        "errors",
                        ordered("type", "array", "items", fault))))));
  }

  private static Yaml yaml() {
    var options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setWidth(WIDTH);
    options.setSplitLines(false);
    options.setDereferenceAliases(true);
    return new Yaml(options);
  }
}
