package io.tollgate.gateway.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Holds JSON to the schemas of an OpenAPI 3.1 document: the part of JSON Schema that they use. */
public final class SchemaCheck {

  private final JsonNode document;
  private final List<String> faults = new ArrayList<>();

  private SchemaCheck(JsonNode document) {
    this.document = document;
  }

  /** Where and how {@code value} is not as {@code schema} says; empty where it is. */
  public static List<String> faults(JsonNode document, JsonNode schema, JsonNode value) {
    var check = new SchemaCheck(document);
    check.check("", schema, value);
    return check.faults;
  }

  private void check(String pointer, JsonNode schema, JsonNode value) {
    if (schema.has("$ref")) {
      check(pointer, document.at(schema.get("$ref").asString().substring(1)), value);
      return;
    }
    if (schema.has("anyOf")) {
      if (schema.get("anyOf").valueStream().noneMatch(one -> allows(one, value))) {
        faults.add(pointer + ": " + value + " (expected: any of " + schema.get("anyOf") + ")");
      }
      return;
    }
    if (schema.has("type") && !hasType(schema.get("type"), value)) {
      faults.add(pointer + ": " + value + " (expected: " + schema.get("type") + ")");
      return;
    }
    if (schema.has("enum") && schema.get("enum").valueStream().noneMatch(value::equals)) {
      faults.add(pointer + ": " + value + " (expected: one of " + schema.get("enum") + ")");
    }
    if (value.isString()) {
      checkText(pointer, schema, value.asString());
    }
    if (value.isArray() && schema.has("items")) {
      for (var i = 0; i < value.size(); i++) {
        check(pointer + "/" + i, schema.get("items"), value.get(i));
      }
    }
    if (value.isObject()) {
      checkObject(pointer, schema, value);
    }
  }

  private boolean allows(JsonNode schema, JsonNode value) {
    return faults(document, schema, value).isEmpty();
  }

  private void checkText(String pointer, JsonNode schema, String text) {
    if (schema.has("pattern")
        && !Pattern.compile(schema.get("pattern").asString()).matcher(text).find()) {
      faults.add(pointer + ": " + text + " (expected: " + schema.get("pattern") + ")");
    }
    if (text.length() > schema.path("maxLength").asInt(Integer.MAX_VALUE)) {
      faults.add(pointer + ": " + text.length() + " characters");
    }
  }

  private void checkObject(String pointer, JsonNode schema, JsonNode value) {
    for (var required : schema.path("required")) {
      if (!value.has(required.asString())) {
        faults.add(pointer + "/" + required.asString() + ": missing");
      }
    }
    var properties = schema.path("properties");
    for (var member : value.properties()) {
      var known = properties.has(member.getKey())
          ? properties.get(member.getKey())
          : schema.path("additionalProperties");
      if (known.isObject()) {
        check(pointer + "/" + member.getKey(), known, member.getValue());
      } else if (properties.isObject()) {
        faults.add(pointer + "/" + member.getKey() + ": not in the schema");
      }
    }
  }

  private static boolean hasType(JsonNode type, JsonNode value) {
    return type.isArray()
        ? type.valueStream().anyMatch(one -> isOf(one.asString(), value))
        : isOf(type.asString(), value);
  }

  private static boolean isOf(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isString();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      case "null" -> value.isNull();
      default -> false;
    };
  }
}
