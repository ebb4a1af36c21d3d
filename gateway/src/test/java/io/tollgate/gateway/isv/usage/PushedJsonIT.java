package io.tollgate.gateway.isv.usage;

import static io.tollgate.gateway.isv.usage.PushingIsv.body;
import static io.tollgate.gateway.isv.usage.PushingIsv.proof;
import static io.tollgate.gateway.isv.usage.PushingIsv.quoted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.tollgate.gateway.Holdings;
import io.tollgate.gateway.protocol.codes.RequestCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.http.HttpHeaders;

/** Bodies as ISVs' systems really write them, on both paths; and those that nobody should. */
class PushedJsonIT extends UsageFaceIT {

  static Stream<Arguments> forms() {
    return Stream.of(
        form("value as a number", record -> record.with("usage_value", "12.5")),
        form("value as a string", record -> record.with("usage_value", quoted("12.5"))),
        form("value with zeros", record -> record.with("usage_value", "12.5000")),
        form("members in another order", PushedJsonIT::reversed),
        form("no package, as null", record -> record.with("relate_pkg_instance", "null")),
        form("unknown text", record -> record.with("remark", "\"hour \\u4e2d \\\"1\\\"\"")),
        form("unknown number", record -> record.with("retries", "-1.5e300")),
        form("unknown null", record -> record.with("remark", "null")),
        form("unknown nest", record -> record.with("tags", "{\"a\":[1,{\"b\":null}],\"c\":{}}")),
        form("unknown, twice", record -> record.with("a", "1").with("\\u0061", "2")));
  }

  private static Arguments form(String name, UnaryOperator<RecordText> write) {
    return argumentSet(name, write);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void takesARecordHoweverItIsWritten(UnaryOperator<RecordText> write) {
    var record = write.apply(isv.usage(isv.instance()));
    var another = write.apply(isv.usage(isv.instance()).old());
    var calls = isv.addKey("AKSK");
    var before = Holdings.of(stores);

    expect(isv.push(record), RequestCode.SUCCESS);
    expect(pushOld(calls, another), RequestCode.SUCCESS);

    assertThat(Holdings.of(stores)).isEqualTo(before.withAccepted(2).withNonce());
  }

  static Stream<Arguments> layouts() {
    return Stream.of(
        layout("compact", body -> body),
        layout("CRLF and indentation", PushedJsonIT::indented),
        layout("blanks around it", body -> " \t\r\n" + body + "\n\n"),
        layout("unknown members first", body -> body.replaceFirst("\\{", "{\"v\":2,\"x\":null,")));
  }

  private static Arguments layout(String name, UnaryOperator<String> layout) {
    return argumentSet(name, layout);
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void provesABodyHoweverItIsLaidOut(UnaryOperator<String> layout) {
    var sent = layout.apply(body(isv.usage(isv.instance())));
    var sentOld = layout.apply(body(isv.usage(isv.instance()).old()));

    expect(isv.push(sent), RequestCode.SUCCESS);
    expect(pushOld(isv.addKey("AKSK"), sentOld), RequestCode.SUCCESS);
  }

  /** The sorted form is written out here, member by member, not computed by the product. */
  @Test
  void provesAnIndentedBodyByTheSignatureOfItsSortedForm() {
    var record = isv.usage(isv.instance());
    var sorted = new StringBuilder();
    record.members().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(member -> sorted
            .append(sorted.isEmpty() ? "" : ",")
            .append(quoted(member.getKey()))
            .append(':')
            .append(member.getValue()));
    var signed = "{\"usage_records\":[{" + sorted + "}]}";
    var sent = indented(body(record.with("remark", "null")));

    expect(isv.push(sent, proof(signed)), RequestCode.SUCCESS);
    expect(isv.push(sent, proof(signed.replace("12.5", "12.6"))), RequestCode.INVALID_BODY_SIGN);
  }

  @Test
  void readsHexSignaturesInEitherCase() {
    var calls = isv.addKey("AKSK");
    var sent = body(isv.usage(isv.instance()).old());
    var uri = URI.create(address() + OLD_PATH);
    var headers = calls.headers("POST", uri, sent, Map.of(), Instant.now());
    var authorization = String.valueOf(headers.getFirst(HttpHeaders.AUTHORIZATION));
    var start = authorization.lastIndexOf('=') + 1;
    headers.set(
        HttpHeaders.AUTHORIZATION,
        authorization.substring(0, start)
            + authorization.substring(start).toUpperCase(Locale.ROOT));

    expect(sendOld(uri, sent, headers), RequestCode.SUCCESS);
  }

  @Test
  void takesACompressedBodyProvenAsItWasBefore() throws IOException {
    var body = body(isv.usage(isv.instance()));

    var reply = isv.push("", Map.of("Content-Encoding", "gzip"), gzip(body), proof(body));

    expect(reply, RequestCode.SUCCESS);
  }

  @Test
  void refusesABodyThatIsTooLargeBeforeOrAfterExpansion() throws IOException {
    var bomb = body(isv.usage(isv.instance()).with("x", quoted("x".repeat(100 << 20))));
    var large = body(isv.usage(isv.instance()).with("x", quoted("x".repeat(1 << 20))));
    var compressed = gzip(bomb);
    var before = Holdings.of(stores);

    assertThat(compressed).hasSizeLessThan(1 << 20);
    expect(
        isv.push("", Map.of("Content-Encoding", "gzip"), compressed, proof("")),
        413,
        RequestCode.INVALID_PARAMETER);
    expect(isv.push(large), 413, RequestCode.INVALID_PARAMETER);
    expect(pushOld(isv.addKey("AKSK"), large), 413, RequestCode.INVALID_PARAMETER);
    assertThat(Holdings.of(stores)).isEqualTo(before);
  }

  @Test
  void refusesWhatCallsItselfCompressedAndIsNot() {
    var body = body(isv.usage(isv.instance()));

    var reply = isv.push("", Map.of("Content-Encoding", "gzip"), body.getBytes(UTF_8), proof(body));

    expect(reply, RequestCode.INVALID_PARAMETER);
  }

  private static RecordText reversed(RecordText record) {
    var names = new ArrayList<>(record.members().keySet());
    names.sort(Collections.reverseOrder());
    var members = new LinkedHashMap<String, String>();
    names.forEach(name -> members.put(name, String.valueOf(record.members().get(name))));
    return new RecordText(members);
  }

  private static String indented(String body) {
    return body.replace(",", ",\r\n      ").replace("{", "{\r\n  ").replace("}", "\r\n}");
  }

  private static byte[] gzip(String body) throws IOException {
    var compressed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(compressed)) {
      gzip.write(body.getBytes(UTF_8));
    }
    return compressed.toByteArray();
  }
}
