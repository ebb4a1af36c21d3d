package io.tollgate.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://sms.example.com/produce",
        "https://sms.example.com:8443/produce?tenant=1",
        "HTTPS://SMS.EXAMPLE.COM/",
        "https://2isv.example.com./produce"
      })
  void allowsHttpsToADomainName(String address) {
    assertThatCode(() -> Target.check(address, false)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://sms.example.com/produce",
        "https://127.0.0.1/produce",
        "https://10.1.2.3./produce",
        "https://[::1]/produce",
        "https://localhost/produce",
        "https://sms.localhost/produce",
        "https://2130706433/produce",
        "https://user:secret@sms.example.com/produce",
        "file:///etc/passwd",
        "ftp://sms.example.com",
        "not an address",
        ""
      })
  void refusesWhatIsInsecureOrOurOwn(String address) {
    assertThatThrownBy(() -> Target.check(address, false))
        .isInstanceOf(RefusedTargetException.class)
        .hasMessageContaining("expected");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:8080/produce", "http://localhost/", "http://[::1]:1/"})
  void allowsInsecureTargetsWhereSwitchedOn(String address) {
    assertThatCode(() -> Target.check(address, true)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "http://user@localhost/", "nothing"})
  void refusesWhatIsNoHttpEvenThen(String address) {
    assertThatThrownBy(() -> Target.check(address, true))
        .isInstanceOf(RefusedTargetException.class);
  }

  @Test
  void refusesANameThatResolvesToThisMachineOrItsLink() {
    for (var inside : new String[] {"127.0.0.1", "169.254.169.254", "0.0.0.0", "::1"}) {
      assertThatThrownBy(() -> Target.refuseInside(new InetSocketAddress(inside, 443)))
          .isInstanceOf(RefusedTargetException.class);
    }
    assertThatCode(() -> Target.refuseInside(new InetSocketAddress("192.0.2.1", 443)))
        .doesNotThrowAnyException();
  }
}
