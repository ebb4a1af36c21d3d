package io.tollgate.loadtest.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.loadtest.fleet.UsageSource;
import io.tollgate.loadtest.isv.IsvClient;
import io.tollgate.loadtest.isv.UsageRecord;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes signed requests as the bytes that go over the wire. */
final class Requests {

  /** What the gateway serves beside the push, when it is told that it is benchmarked. */
  private static final String CEILING_PATH = "/bench/prove-and-parse";

  private final IsvClient isv;
  private final URI gateway;

  Requests(IsvClient isv, URI gateway) {
    this.isv = isv;
    this.gateway = gateway;
  }

  /** Pushes of new records. They prove what they say for five minutes. */
  List<byte[]> pushes(UsageSource source, int count, int recordsEach) {
    return pushes(IsvClient.USAGE_PATH, source, count, recordsEach);
  }

  /** The same, to where they are proved and parsed only. */
  List<byte[]> ceilings(UsageSource source, int count, int recordsEach) {
    return pushes(CEILING_PATH, source, count, recordsEach);
  }

  /** The same requests over and over, for what nobody remembers. */
  static List<byte[]> repeated(List<byte[]> requests, int count) {
    var repeated = new ArrayList<byte[]>(count);
    for (var i = 0; i < count; i++) {
      repeated.add(requests.get(i % requests.size()));
    }
    return repeated;
  }

  private List<byte[]> pushes(String path, UsageSource source, int count, int recordsEach) {
    var requests = new ArrayList<byte[]>(count);
    for (var i = 0; i < count; i++) {
      var body = UsageRecord.body(source.next(recordsEach, "0.0001")).getBytes(UTF_8);
      requests.add(bytes("POST", path, isv.pushHeaders(body), body));
    }
    return requests;
  }

  /** A call of the open APIs, signed with AK and SK. */
  byte[] openApi(String method, String pathAndQuery, String body) {
    var bytes = body.getBytes(UTF_8);
    return bytes(method, pathAndQuery, isv.openApiHeaders(method, pathAndQuery, bytes), bytes);
  }

  private byte[] bytes(
      String method, String pathAndQuery, Map<String, String> headers, byte[] body) {
    var head = new StringBuilder(512)
        .append("%s %s HTTP/1.1\r\nHost: %s\r\n"
            .formatted(method, pathAndQuery, gateway.getAuthority()));
    headers.forEach(
        (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    var request = new ByteArrayOutputStream(head.length() + body.length);
    request.writeBytes(head.toString().getBytes(UTF_8));
    request.writeBytes(body);
    return request.toByteArray();
  }
}
