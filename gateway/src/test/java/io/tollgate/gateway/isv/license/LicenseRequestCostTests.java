package io.tollgate.gateway.isv.license;

import static io.tollgate.gateway.HostileText.cost;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.HostileText;
import io.tollgate.gateway.isv.license.LicenseRequest.InvalidException;
import io.tollgate.gateway.isv.license.LicenseRequest.NotReadableException;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a stranger's mebibyte costs as the body of a licence call. */
class LicenseRequestCostTests {

  @ParameterizedTest
  @MethodSource("io.tollgate.gateway.HostileText#bodies")
  void aBodyCostsLittle(byte[] body) {
    assertThat(cost(() -> read(LicenseRequest::single, body))).isLessThan(HostileText.MOST);
    assertThat(cost(() -> read(LicenseRequest::batch, body))).isLessThan(HostileText.MOST);
  }

  private static void read(Function<byte[], LicenseRequest> form, byte[] body) {
    try {
      assertThat(form.apply(body).codes()).isNotEmpty();
    } catch (InvalidException | NotReadableException refused) {
      assertThat(refused).isNotNull();
    }
  }
}
