package io.tollgate.loadtest.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.http.HttpHeaders;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a server answered.
 *
 * @param took from the start of sending to the last byte of the body
 */
public record Reply(int status, HttpHeaders headers, String body, Duration took) {

  static Reply of(int status, HttpHeaders headers, byte[] body, Duration took) {
    return new Reply(status, headers, new String(body, UTF_8), took);
  }

  /** The body as JSON; a missing node where it is none, so that a caller can ask on. */
  public JsonNode json() {
    try {
      return body.isBlank() ? Json.missing() : Json.read(body);
    } catch (JacksonException e) {
      return Json.missing();
    }
  }

  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** The member {@code name} of the body, as text; empty where it is absent. */
  public String text(String name) {
    return json().path(name).asString("");
  }

  /** Status and body on one line, shortened, for a message to a person. */
  public String inShort() {
    var line = body.replaceAll("\\s+", " ").strip();
    return status + (line.isEmpty() ? "" : " " + line.substring(0, Math.min(line.length(), 300)));
  }
}
