package io.tollgate.gateway.protocol.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every published vector of the protocol's signatures, signed and verified. */
class PublishedVectorsTests {

  private static final String KEY = "demo-access-key-0001";
  private static final String NONCE = "N0nce0123456789abcdef";
  private static final String TIMESTAMP = "1767225600000";

  private static final byte[] NEW_INSTANCE = """
      {"activity":"newInstance","businessId":"biz-0001","orderId":"CS2601010000DEMO",\
      "orderLineId":"CS2601010000DEMO-000001","testFlag":"1"}""".getBytes(UTF_8);

  private static final byte[] TENANT_SYNC = """
      {"domainName":"https://demo.example.com","flag":1,"instanceId":"inst-0001",\
      "name":"Demo Ltd","orderId":"CS2601010000DEMO","tenantCode":"demo","tenantId":"tenant-0001",\
      "testFlag":0,"timeStamp":"20260101080000000"}""".getBytes(UTF_8);

  private static final byte[] USAGE = """
      {"usage_records":[{"begin_time":"20260101T000000Z","end_time":"20260101T010000Z",\
      "instance_id":"inst-0001","metering_sn":"sn-0001","record_time":"20260101T010500Z",\
      "relate_pkg_instance":"pkg-0001","usage_value":"12.5000"}]}""".getBytes(UTF_8);

  @Test
  void signsALicenceActivationWithAkSk() {
    var request = new SdkRequest(
        "POST",
        "/api/mkp-openapi-public/global/v1/license/activate",
        "",
        Map.of(
            "content-type", "application/json",
            "host", "mkt.myhuaweicloud.com",
            "x-sdk-date", "20240317T144237Z",
            "x-stage", "RELEASE"),
        SdkRequest.sha256(new byte[0]));
    var signedHeaders = List.of("content-type", "host", "x-sdk-date", "x-stage");

    var authorization = SdkSignature.sign(request, signedHeaders, "test", "123".getBytes(UTF_8));

    assertThat(authorization)
        .hasToString(
            "SDK-HMAC-SHA256 Access=test, SignedHeaders=content-type;host;x-sdk-date;x-stage,"
                + " Signature=77595ad624b6e4e49990b8c4e84bf1c287457fca61069c4e60b9b6765b52053d");
    assertThat(SdkSignature.verify(request, authorization, "123".getBytes(UTF_8)))
        .isTrue();
    assertThat(SdkSignature.verify(request, authorization, "124".getBytes(UTF_8)))
        .isFalse();
  }

  @Test
  void signsABasicCall() {
    var signature = BasicCallSignature.sign(KEY, NONCE, TIMESTAMP, NEW_INSTANCE);

    assertThat(signature)
        .isEqualTo("1F5734F451C39399EF284686314CA55321023133E828B92C5710D33D145A7B19");
    assertThat(BasicCallSignature.verify(
            "1f5734f451c39399ef284686314ca55321023133e828b92c5710d33d145a7b19",
            KEY,
            NONCE,
            TIMESTAMP,
            NEW_INSTANCE))
        .isTrue();
    assertThat(BasicCallSignature.verify(signature, KEY, NONCE, "1767225600001", NEW_INSTANCE))
        .isFalse();
  }

  @Test
  void signsAKitCall() {
    var signature = KitCallSignature.sign(KEY, NONCE, TIMESTAMP, TENANT_SYNC);

    assertThat(signature)
        .isEqualTo("70A43F87538E8CAEE8C4600360936C31DFDBB68793A4658204EBD0C4ECE255EB");
    assertThat(KitCallSignature.verify(signature, KEY, NONCE, TIMESTAMP, TENANT_SYNC))
        .isTrue();
    assertThat(KitCallSignature.verify(signature, "other", NONCE, TIMESTAMP, TENANT_SYNC))
        .isFalse();
  }

  @Test
  void signsAUsagePush() {
    var proof = PushProof.sign(KEY.getBytes(UTF_8), TIMESTAMP, NONCE, USAGE);

    assertThat(proof.signature()).isEqualTo("oPEthDLMk6dX4Myg6cxH/c1kKeagykS+jiN9H8e9Zq8=");
    assertThat(proof.verify(List.of(KEY.getBytes(UTF_8)), USAGE)).isEqualTo(SignedForm.RECEIVED);
    assertThat(proof.verify(List.of("other".getBytes(UTF_8)), USAGE)).isEqualTo(SignedForm.NONE);
  }

  @Test
  void signsAV1Call() {
    var parameters = Map.of(
        "activity", "instanceStatus",
        "instanceId", "inst-0001",
        "instanceStatus", "FREEZE",
        "testFlag", "1",
        "timeStamp", "20260101000000000");

    var authToken = AuthToken.sign(KEY, parameters);

    assertThat(authToken).isEqualTo("T7YF6TCWUJ8ehvxtJpAYtfDYPZXCce58uolKvudGnLI=");
    assertThat(AuthToken.verify(authToken, KEY, parameters)).isTrue();
    assertThat(AuthToken.verify(authToken, "other", parameters)).isFalse();
  }

  @Test
  void signsAReplyToAV1Call() {
    var body = "{\"resultCode\":\"000000\",\"resultMsg\":\"success.\"}".getBytes(UTF_8);

    var bodySign = BodySign.sign(KEY, body);

    assertThat(bodySign)
        .isEqualTo("sign_type=\"HMAC-SHA256\","
            + " signature= \"+nLMZXnHIuMS4QOJQSJHrpHalocL99OpbDA7FXRvabg=\"");
    assertThat(BodySign.verify(bodySign, KEY, body)).isTrue();
    assertThat(BodySign.verify(bodySign, "other", body)).isFalse();
  }
}
