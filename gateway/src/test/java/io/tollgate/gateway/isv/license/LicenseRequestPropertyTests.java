package io.tollgate.gateway.isv.license;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.isv.license.LicenseRequest.InvalidException;
import io.tollgate.gateway.isv.license.LicenseRequest.NotReadableException;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** Whatever body arrives, it is a request or one of the two faults that have a code. */
class LicenseRequestPropertyTests {

  @Property(tries = 2_000)
  void anyBytesAreARequestOrAFaultWithACode(@ForAll @Size(max = 200) byte[] bytes) {
    assertThat(isUnderstood(LicenseRequest::single, bytes)).isTrue();
    assertThat(isUnderstood(LicenseRequest::batch, bytes)).isTrue();
  }

  @Property(tries = 5_000)
  void anyTokensAreARequestOrAFaultWithACode(@ForAll("tokens") List<String> tokens) {
    var bytes = String.join("", tokens).getBytes(UTF_8);

    assertThat(isUnderstood(LicenseRequest::single, bytes)).isTrue();
    assertThat(isUnderstood(LicenseRequest::batch, bytes)).isTrue();
  }

  /** Any other exception leaves this method, and fails the property. */
  private static boolean isUnderstood(Function<byte[], LicenseRequest> form, byte[] bytes) {
    try {
      return !form.apply(bytes).codes().isEmpty();
    } catch (InvalidException | NotReadableException withACode) {
      return true;
    }
  }

  @Provide
  Arbitrary<List<String>> tokens() {
    return Arbitraries.of(
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "null",
            "1",
            "\"a\"",
            "\"\"",
            "\"license\":",
            "\"licenses\":",
            "\"real_effect_time\":",
            "\"20260101000000\"",
            "\"heartbeatInfo\":",
            "\"thirdPartyAccount\":",
            "\"ip\":",
            "{\"license\":\"a\"",
            "{\"license\":[\"a\",\"b\"]")
        .list()
        .ofMaxSize(12);
  }
}
