package io.tollgate.gateway.isv.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.protocol.codes.RequestCode;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** The bound is one ISV's own. What a refusal leaves behind is in {@link RequestCodesIT}. */
@TestPropertySource(
    properties = {
      "tollgate.rate-limit.requests-per-second=1",
      "tollgate.rate-limit.burst=" + RequestCodesIT.BURST
    })
class PushRateIT extends UsageFaceIT {

  @Test
  void slowsDownOneIsvAndNotAnother() {
    var refused = false;
    for (var i = 0; i < 2 * RequestCodesIT.BURST && !refused; i++) {
      var reply = isv.push(isv.usage(isv.instance())).returnResult(byte[].class);
      refused = reply.getStatus().value() == RequestCode.FREQUENCY_OVERLIMIT.httpStatus();
      if (refused) {
        assertThat(reply.getResponseHeaders().getFirst("Retry-After")).isEqualTo("1");
      }
    }

    assertThat(refused).isTrue();
    expect(otherIsv.push(otherIsv.usage(otherIsv.instance())), RequestCode.SUCCESS);
  }
}
