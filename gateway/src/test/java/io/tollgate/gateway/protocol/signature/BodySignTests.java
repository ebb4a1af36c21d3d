package io.tollgate.gateway.protocol.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodySignTests {

  private static final String KEY = "demo-access-key-0001";
  private static final byte[] BODY =
      "{\"resultCode\":\"000000\",\"resultMsg\":\"success.\"}".getBytes(UTF_8);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sign_type=\"HMAC-SHA256\", signature= \"+nLMZXnHIuMS4QOJQSJHrpHalocL99OpbDA7FXRvabg=\"",
        "sign_type=\"HMAC-SHA256\",signature=\"+nLMZXnHIuMS4QOJQSJHrpHalocL99OpbDA7FXRvabg=\"",
        "Sign_Type = \"hmac-sha256\" , Signature = +nLMZXnHIuMS4QOJQSJHrpHalocL99OpbDA7FXRvabg= ",
        "sign_type=HMAC-SHA256;signature=\"+nLMZXnHIuMS4QOJQSJHrpHalocL99OpbDA7FXRvabg\"",
      })
  void acceptsTheFormsThatIsvsWrite(String header) {
    assertThat(BodySign.verify(header, KEY, BODY)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "signature=\"+nLMZXnHIuMS4QOJQSJHrpHalocL99OpbDA7FXRvabg=\"",
        "sign_type=\"HMAC-SHA1\", signature=\"+nLMZXnHIuMS4QOJQSJHrpHalocL99OpbDA7FXRvabg=\"",
        "sign_type=\"HMAC-SHA256\", signature=\"AnLMZXnHIuMS4QOJQSJHrpHalocL99OpbDA7FXRvabg=\"",
        "sign_type=\"HMAC-SHA256\", signature=\"====\"",
        "sign_type=\"HMAC-SHA256\", signature=\"\"",
      })
  void refusesAnyOtherMethodOrValue(String header) {
    assertThat(BodySign.verify(header, KEY, BODY)).isFalse();
  }
}
