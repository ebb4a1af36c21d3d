package io.tollgate.gateway.openapi;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.tollgate.gateway.page.Page;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/** JSON schemas of the records that travel. A record is described once and referred to by name. */
final class Schemas {

  private static final String REFERENCE = "#/components/schemas/";

  private final Map<String, Object> components = new TreeMap<>();

  /** The schemas that were referred to, by name. */
  Map<String, Object> components() {
    return components;
  }

  Map<String, Object> of(Type type) {
    return of(ResolvableType.forType(type));
  }

  Map<String, Object> of(ResolvableType type) {
    var raw = type.resolve(Object.class);
    if (raw == Page.class) {
      return page(type.getGeneric(0));
    }
    if (Collection.class.isAssignableFrom(raw)) {
      return ordered("type", "array", "items", of(type.getGeneric(0)));
    }
    if (raw.isArray()) {
      return ordered("type", "array", "items", of(type.getComponentType()));
    }
    if (Map.class.isAssignableFrom(raw)) {
      return ordered("type", "object", "additionalProperties", of(type.getGeneric(1)));
    }
    if (raw.isEnum()) {
      return ordered(
          "type",
          "string",
          "enum",
          Arrays.stream(raw.getEnumConstants()).map(String::valueOf).toList());
    }
    return raw.isRecord() ? reference(raw) : plain(raw);
  }

  private static Map<String, Object> plain(Class<?> type) {
    if (type == String.class) {
      return ordered("type", "string");
    }
    if (type == boolean.class || type == Boolean.class) {
      return ordered("type", "boolean");
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return ordered("type", "integer");
    }
    if (type == BigDecimal.class) {
      return ordered("type", "string", "format", "decimal");
    }
    if (type == Instant.class) {
      return ordered("type", "string", "format", "date-time");
    }
    if (type == LocalDate.class) {
      return ordered("type", "string", "format", "date");
    }
    return new LinkedHashMap<>();
  }

  private Map<String, Object> page(ResolvableType item) {
    return ordered(
        "type",
        "object",
        "required",
        List.of("items", "next", "hasMore"),
        "properties",
        ordered(
            "items",
            ordered("type", "array", "items", of(item)),
            "next",
            ordered("type", List.of("string", "null")),
            "hasMore",
            ordered("type", "boolean")));
  }

  private Map<String, Object> reference(Class<?> type) {
    var name = nameOf(type);
    if (!components.containsKey(name)) {
      // Entered before it is filled, so that a record may refer to itself.
      var schema = new LinkedHashMap<String, Object>();
      components.put(name, schema);
      fill(schema, type);
    }
    return ordered("$ref", REFERENCE + name);
  }

  private static String nameOf(Class<?> type) {
    var enclosing = type.getEnclosingClass();
    return enclosing == null
        ? type.getSimpleName()
        : nameOf(enclosing) + "." + type.getSimpleName();
  }

  private void fill(Map<String, Object> schema, Class<?> type) {
    var required = new ArrayList<String>();
    var properties = new LinkedHashMap<String, Object>();
    addMembers(properties, required, type);
    schema.put("type", "object");
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("properties", properties);
  }

  private void addMembers(Map<String, Object> properties, List<String> required, Class<?> type) {
    for (var component : type.getRecordComponents()) {
      if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
        addMembers(properties, required, component.getType());
        continue;
      }
      properties.put(component.getName(), property(component));
      if (!isNullable(component)) {
        required.add(component.getName());
      }
    }
  }

  private Map<String, Object> property(RecordComponent component) {
    if (component.getAccessor().isAnnotationPresent(JsonRawValue.class)) {
      return ordered("description", "any JSON");
    }
    var schema = of(component.getGenericType());
    addBounds(schema, component);
    return isNullable(component) ? orNull(schema) : schema;
  }

  private static Map<String, Object> orNull(Map<String, Object> schema) {
    if (schema.containsKey("$ref")) {
      return ordered("anyOf", List.of(schema, ordered("type", "null")));
    }
    if (schema.get("enum") instanceof List<?> constants) {
      var withNull = new ArrayList<@Nullable Object>(constants);
      withNull.add(null);
      schema.put("enum", withNull);
    }
    if (schema.get("type") instanceof String type) {
      schema.put("type", List.of(type, "null"));
    }
    return schema;
  }

  /** Validation constraints stand on the accessor too, where they can be read. */
  private static void addBounds(Map<String, Object> schema, RecordComponent component) {
    AnnotatedElement constrained = component.getAccessor();
    var pattern = constrained.getAnnotation(Pattern.class);
    if (pattern != null) {
      schema.put("pattern", "^(" + pattern.regexp() + ")$");
    }
    var size = constrained.getAnnotation(Size.class);
    var isText = "string".equals(schema.get("type"));
    if (size != null && size.max() < Integer.MAX_VALUE) {
      schema.put(isText ? "maxLength" : "maxItems", size.max());
    }
    if (constrained.isAnnotationPresent(NotBlank.class)) {
      schema.put("minLength", 1);
    }
  }

  private static boolean isNullable(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  /** Members in the order in which they are written. */
  static Map<String, Object> ordered(Object... members) {
    var map = new LinkedHashMap<String, Object>();
    for (var i = 0; i < members.length; i += 2) {
      map.put(String.valueOf(members[i]), members[i + 1]);
    }
    return map;
  }
}
