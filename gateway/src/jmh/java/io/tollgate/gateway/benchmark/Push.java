package io.tollgate.gateway.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.gateway.protocol.signature.PushProof;
import java.util.List;

/** A push as an ISV sends it, compact and with its members in order. */
record Push(byte[] body, byte[] key, PushProof proof) {

  private static final String RECORD = """
      {"begin_time":"20260101T000000Z","end_time":"20260101T010000Z",\
      "instance_id":"6e9a1a5c-0d5b-4f4c-9c1e-%012d","metering_sn":"7f3c52aa-%08d",\
      "record_time":"20260101T010000Z","relate_pkg_instance":"0c1d2e3f-aaaa-bbbb-cccc-%012d",\
      "usage_value":"12.3456"}""";

  static Push of(int records) {
    var body = new StringBuilder("{\"usage_records\":[");
    for (var i = 0; i < records; i++) {
      body.append(i == 0 ? "" : ",").append(RECORD.formatted(i, i, i));
    }
    var bytes = body.append("]}").toString().getBytes(UTF_8);
    var key = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
    return new Push(bytes, key, PushProof.sign(key, "1767225600000", "a-nonce", bytes));
  }

  List<byte[]> keys() {
    return List.of(key);
  }
}
