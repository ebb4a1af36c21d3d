package io.tollgate.gateway.openapi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * An example of every operation of our own faces, by operation id. They are one story: a test plays
 * it against a running gateway, and holds what is answered to the schemas.
 */
final class Examples {

  /** The story, as data. */
  static final String RESOURCE = "/openapi/examples.json";

  private static final Map<String, Example> ALL = read();

  private Examples() {}

  /** The example of an operation; one without anything where there is none. */
  static Example of(String operationId) {
    return ALL.getOrDefault(operationId, Example.NONE);
  }

  private static Map<String, Example> read() {
    try (var in = Examples.class.getResourceAsStream(RESOURCE)) {
      return JsonMapper.builder().build().readValue(in, new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What is sent and what comes back.
   *
   * @param parameters of path and query, by name
   * @param response null where nothing comes back but a status
   */
  record Example(
      @Nullable Map<String, Object> parameters,
      @Nullable Object request,
      @Nullable Object response) {

    static final Example NONE = new Example(null, null, null);

    @Nullable
    Object parameter(String name) {
      return parameters == null ? null : parameters.get(name);
    }
  }
}
