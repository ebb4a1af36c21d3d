package io.tollgate.gateway.protocol.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import tools.jackson.databind.json.JsonMapper;

class CanonicalJsonPropertyTests {

  private static final JsonMapper JSON = new JsonMapper();

  @Property(tries = 500)
  void ofACanonicalFormIsItself(@ForAll("documents") String document) {
    var once = CanonicalJson.of(document.getBytes(UTF_8)).orElseThrow();

    assertThat(CanonicalJson.of(once)).hasValue(once);
  }

  @Property(tries = 500)
  void doesNotDependOnTheOrderOfMembers(@ForAll("members") List<String> members) {
    var forward = "{" + String.join(",", members) + "}";
    var backward = "{" + String.join(" ,\n", members.reversed()) + "}";

    assertThat(CanonicalJson.of(backward.getBytes(UTF_8)).orElseThrow())
        .isEqualTo(CanonicalJson.of(forward.getBytes(UTF_8)).orElseThrow());
  }

  @Property(tries = 500)
  void meansWhatTheDocumentMeansWithoutItsNullMembers(@ForAll("documents") String document) {
    var canonical = CanonicalJson.of(document.getBytes(UTF_8)).orElseThrow();

    assertThat(JSON.readTree(canonical)).isEqualTo(JSON.readTree(withoutNullMembers(document)));
  }

  @Property(tries = 2_000)
  void nobodysBytesMakeItFail(@ForAll @Size(max = 200) byte[] bytes) {
    CanonicalJson.of(bytes)
        .ifPresent(canonical -> assertThat(canonical.length).isLessThanOrEqualTo(bytes.length));
  }

  private static String withoutNullMembers(String document) {
    return document.replaceAll(",\\s*\"null[0-9]*\"\\s*:\\s*null", "");
  }

  @Provide
  Arbitrary<List<String>> members() {
    return Arbitraries.strings()
        .all()
        .excludeChars(surrogates())
        .ofMaxLength(6)
        .map(JSON::writeValueAsString)
        .list()
        .uniqueElements()
        .ofMaxSize(8)
        .map(names -> names.stream().map(name -> name + ":" + name.length()).toList());
  }

  private static char[] surrogates() {
    var surrogates = new char[Character.MAX_SURROGATE - Character.MIN_SURROGATE + 1];
    for (var i = 0; i < surrogates.length; i++) {
      surrogates[i] = (char) (Character.MIN_SURROGATE + i);
    }
    return surrogates;
  }

  @Provide
  Arbitrary<String> documents() {
    return value(3);
  }

  private Arbitrary<String> value(int depth) {
    var leaf =
        Arbitraries.of("1", "-0.50", "1e3", "true", "false", "\"\"", "\"a\\nb\"", "\"\\u4e2d云\"");
    if (depth == 0) {
      return leaf;
    }
    return Arbitraries.oneOf(leaf, array(depth - 1), object(depth - 1));
  }

  private Arbitrary<String> array(int depth) {
    return value(depth).list().ofMaxSize(4).map(values -> "[ " + String.join(" ,", values) + "]");
  }

  /** The first member is never null, so that every null member has a comma before it. */
  private Arbitrary<String> object(int depth) {
    var spaces = Arbitraries.of("", " ", "\r\n\t");
    var nulls = Arbitraries.integers().between(0, 2);
    return Combinators.combine(value(depth).list().ofMaxSize(4), spaces, nulls)
        .as((values, space, nullCount) -> {
          var members = IntStream.range(0, values.size())
              .mapToObj(i -> "\"m%d\"%s:%s".formatted(9 - i, space, values.get(i)));
          var absent = IntStream.range(0, values.isEmpty() ? 0 : nullCount)
              .mapToObj(i -> "\"null%d\"%s:%snull".formatted(i, space, space));
          return Stream.concat(members, absent)
              .collect(joining("," + space, "{" + space, space + "}"));
        });
  }
}
