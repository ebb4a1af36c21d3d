package io.tollgate.loadtest.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.loadtest.http.Http;
import io.tollgate.loadtest.http.Json;
import io.tollgate.loadtest.http.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One face of the gateway behind a bearer token. Thread-safe. */
final class Face {

  private final Http http;
  private final URI gateway;
  private final String token;

  Face(Http http, URI gateway, String token) {
    this.http = http;
    this.gateway = gateway;
    this.token = token;
  }

  Reply get(String path) throws IOException {
    return http.send("GET", gateway.resolve(path), headers("application/json"), new byte[0]);
  }

  Reply getText(String path, String mediaType) throws IOException {
    return http.send("GET", gateway.resolve(path), headers(mediaType), new byte[0]);
  }

  InputStream stream(String path, String mediaType) throws IOException {
    return http.stream(gateway.resolve(path), headers(mediaType));
  }

  Reply post(String path, JsonNode body) throws IOException {
    return http.send("POST", gateway.resolve(path), headers("application/json"), Json.bytes(body));
  }

  Reply patch(String path, JsonNode body) throws IOException {
    return http.send("PATCH", gateway.resolve(path), headers("application/json"), Json.bytes(body));
  }

  Reply delete(String path) throws IOException {
    return http.send("DELETE", gateway.resolve(path), headers("application/json"), new byte[0]);
  }

  private Map<String, String> headers(String accepted) {
    return Map.of(
        "Authorization", "Bearer " + token,
        "Content-Type", "application/json",
        "Accept", accepted + ", application/problem+json");
  }

  static String encode(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
