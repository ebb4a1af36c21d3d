package io.tollgate.loadtest.isv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.loadtest.http.Json;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The vectors that the protocol's text publishes, one test each. */
class PublishedVectorTests {

  private static final String KEY = "demo-access-key-0001";
  private static final String NONCE = "N0nce0123456789abcdef";
  private static final String TS = "1767225600000";

  @Test
  void signsAnOpenApiCallWithAccessKeyAndSecret() {
    var target = URI.create(
        "https://mkt.myhuaweicloud.com/api/mkp-openapi-public/global/v1/license/activate");
    var headers = new TreeMap<>(Map.of(
        "content-type", "application/json",
        "host", "mkt.myhuaweicloud.com",
        "x-sdk-date", "20240317T144237Z",
        "x-stage", "RELEASE"));

    var authorization =
        SdkProof.authorization(new AccessKey("test", "123"), "POST", target, headers, new byte[0]);

    assertThat(authorization)
        .isEqualTo(
            "SDK-HMAC-SHA256 Access=test, SignedHeaders=content-type;host;x-sdk-date;x-stage,"
                + " Signature=77595ad624b6e4e49990b8c4e84bf1c287457fca61069c4e60b9b6765b52053d");
  }

  @Test
  void signsABasicCall() {
    var body = """
        {"testFlag": "1", "orderLineId": "CS2601010000DEMO-000001", "activity": "newInstance",
         "expireTime": null, "businessId": "biz-0001", "orderId": "CS2601010000DEMO"}
        """;

    assertThat(HmacSha256.hex(KEY, RequestPayload.of(Json.read(body))))
        .isEqualTo("6fcb9cfae31cf0dca6a94cc601839b60fcdceba936937fcab4d6f2402004fe4f");
    assertThat(BasicProof.sign(KEY, NONCE, TS, Json.read(body)))
        .isEqualTo("1F5734F451C39399EF284686314CA55321023133E828B92C5710D33D145A7B19");
  }

  @Test
  void signsAKitCall() {
    var body = """
        {"domainName":"https://demo.example.com","flag":1,"instanceId":"inst-0001","name":"Demo Ltd",
        "orderId":"CS2601010000DEMO","tenantCode":"demo","tenantId":"tenant-0001","testFlag":0,
        "timeStamp":"20260101080000000"}
        """;

    assertThat(KitProof.sign(KEY, NONCE, TS, Json.read(body)))
        .isEqualTo("70A43F87538E8CAEE8C4600360936C31DFDBB68793A4658204EBD0C4ECE255EB");
  }

  @Test
  void signsAUsagePush() {
    var body =
        "{\"usage_records\":[{\"begin_time\":\"20260101T000000Z\",\"end_time\":\"20260101T010000Z\","
            + "\"instance_id\":\"inst-0001\",\"metering_sn\":\"sn-0001\","
            + "\"record_time\":\"20260101T010500Z\",\"relate_pkg_instance\":\"pkg-0001\","
            + "\"usage_value\":\"12.5000\"}]}";

    var proof = UsageProof.of(KEY, TS, NONCE, body.getBytes(UTF_8));

    assertThat(proof.signature()).isEqualTo("oPEthDLMk6dX4Myg6cxH/c1kKeagykS+jiN9H8e9Zq8=");
  }

  @Test
  void signsAnOlderCallByToken() {
    var parameters = Map.of(
        "activity", "instanceStatus",
        "instanceId", "inst-0001",
        "instanceStatus", "FREEZE",
        "testFlag", "1",
        "timeStamp", "20260101000000000",
        "authToken", "is never part of what is signed");

    assertThat(AuthToken.sign(KEY, parameters))
        .isEqualTo("T7YF6TCWUJ8ehvxtJpAYtfDYPZXCce58uolKvudGnLI=");
  }

  @Test
  void signsAReplyToAnOlderCall() {
    var reply = "{\"resultCode\":\"000000\",\"resultMsg\":\"success.\"}";

    assertThat(BodySign.sign(KEY, reply)).isEqualTo("+nLMZXnHIuMS4QOJQSJHrpHalocL99OpbDA7FXRvabg=");
  }
}
