package io.tollgate.gateway.openapi;

import static io.tollgate.gateway.openapi.Schemas.ordered;

import io.tollgate.gateway.page.PageQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.method.HandlerMethod;
import reactor.core.publisher.Mono;

/** One method on one path, as a handler method declares it. */
record Operation(String path, String method, HandlerMethod handler) {

  Map<String, Object> describe(Schemas schemas) {
    var description =
        ordered("operationId", operationId(), "summary", summary(), "tags", List.of(tag()));
    var example = Examples.of(operationId());
    var parameters = parameters(schemas);
    parameters.forEach(parameter -> {
      var value = example.parameter(String.valueOf(parameter.get("name")));
      if (value != null) {
        parameter.put("example", value);
      }
    });
    if (!parameters.isEmpty()) {
      description.put("parameters", parameters);
    }
    for (var parameter : handler.getMethodParameters()) {
      if (parameter.hasParameterAnnotation(RequestBody.class)) {
        description.put("requestBody", body(schemas, parameter, example.request()));
      }
    }
    description.put("responses", responses(schemas, example.response()));
    return description;
  }

  private String tag() {
    return handler.getBeanType().getSimpleName().replace("Controller", "");
  }

  private String operationId() {
    return tag() + "." + handler.getMethod().getName();
  }

  /** The name of the method as words. */
  private String summary() {
    var words = handler.getMethod().getName().replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    return words + " (" + tag().replaceAll("(?<=.)([A-Z])", " $1").toLowerCase(Locale.ROOT) + ")";
  }

  private List<Map<String, Object>> parameters(Schemas schemas) {
    var parameters = new ArrayList<Map<String, Object>>();
    for (var parameter : handler.getMethodParameters()) {
      var name = String.valueOf(parameter.getParameter().getName());
      if (parameter.hasParameterAnnotation(PathVariable.class)) {
        parameters.add(
            parameter("path", name, true, schemas.of(parameter.getGenericParameterType())));
      } else if (parameter.getParameterType() == PageQuery.class) {
        parameters.add(parameter("query", "after", false, ordered("type", "string")));
        parameters.add(parameter("query", "limit", false, limit()));
      } else {
        addQuery(parameters, parameter, name, schemas);
      }
    }
    if (method.equals("post") && !path.startsWith("/isv/")) {
      parameters.add(parameter(
          "header", "Idempotency-Key", false, ordered("type", "string", "maxLength", 255)));
    }
    return parameters;
  }

  private static void addQuery(
      List<Map<String, Object>> parameters,
      MethodParameter parameter,
      String name,
      Schemas schemas) {
    var query = parameter.getParameterAnnotation(RequestParam.class);
    if (query != null) {
      var isRequired = query.required() && query.defaultValue().equals(ValueConstants.DEFAULT_NONE);
      var given = query.name().isEmpty() ? name : query.name();
      parameters.add(
          parameter("query", given, isRequired, schemas.of(parameter.getGenericParameterType())));
    }
  }

  private static Map<String, Object> limit() {
    return ordered("type", "integer", "minimum", 1, "maximum", 1_000, "default", 100);
  }

  private static Map<String, Object> parameter(
      String in, String name, boolean required, Map<String, Object> schema) {
    return ordered("name", name, "in", in, "required", required, "schema", schema);
  }

  private static Map<String, Object> body(
      Schemas schemas, MethodParameter parameter, @Nullable Object example) {
    var schema = schemas.of(unwrapped(ResolvableType.forMethodParameter(parameter)));
    return ordered("required", true, "content", json(schema, example));
  }

  private Map<String, Object> responses(Schemas schemas, @Nullable Object example) {
    var type = unwrapped(ResolvableType.forMethodReturnType(handler.getMethod()));
    var success = ordered("description", "Done");
    var mapping = handler.getMethodAnnotation(RequestMapping.class);
    if (mapping != null && mapping.produces().length > 0) {
      success.put(
          "content", ordered(mapping.produces()[0], ordered("schema", ordered("type", "string"))));
      return described(success);
    }
    var isWritten = type.resolve(Object.class) == Void.class;
    if (!isWritten || example != null) {
      // A feed is written as text, row by row, and shows its shape by its example alone.
      success.put("content", json(isWritten ? ordered() : schemas.of(type), example));
    }
    return described(success);
  }

  private static Map<String, Object> described(Map<String, Object> success) {
    return ordered("2XX", success, "default", ordered("$ref", "#/components/responses/Problem"));
  }

  private static Map<String, Object> json(Map<String, Object> schema, @Nullable Object example) {
    var content = ordered("schema", schema);
    if (example != null) {
      content.put("example", example);
    }
    return ordered("application/json", content);
  }

  private static ResolvableType unwrapped(ResolvableType type) {
    var raw = type.resolve(Object.class);
    return raw == Mono.class || raw == ResponseEntity.class ? unwrapped(type.getGeneric(0)) : type;
  }
}
