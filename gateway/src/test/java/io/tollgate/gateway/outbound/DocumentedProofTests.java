package io.tollgate.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The stub's own code against the project's vectors, which an independent script computed. */
class DocumentedProofTests {

  private static final String KEY = "demo-access-key-0001";
  private static final String NONCE = "N0nce0123456789abcdef";
  private static final String TS = "1767225600000";

  @Test
  void signsABasicCall() {
    assertThat(DocumentedProof.basic(KEY, NONCE, TS, object("""
            {"activity":"newInstance","testFlag":"1","orderLineId":"CS2601010000DEMO-000001",
             "orderId":"CS2601010000DEMO","businessId":"biz-0001","left":null}
            """)))
        .isEqualTo("1F5734F451C39399EF284686314CA55321023133E828B92C5710D33D145A7B19");
  }

  @Test
  void signsAKitCall() {
    assertThat(DocumentedProof.kit(KEY, NONCE, TS, object("""
            {"instanceId":"inst-0001","orderId":"CS2601010000DEMO","tenantId":"tenant-0001",
             "tenantCode":"demo","name":"Demo Ltd","domainName":"https://demo.example.com",
             "flag":1,"testFlag":0,"timeStamp":"20260101080000000"}
            """)))
        .isEqualTo("70A43F87538E8CAEE8C4600360936C31DFDBB68793A4658204EBD0C4ECE255EB");
  }

  @Test
  void signsAPush() {
    assertThat(DocumentedProof.push(
            KEY,
            TS,
            NONCE,
            "{\"usage_records\":[{\"begin_time\":\"20260101T000000Z\",\"end_time\":"
                + "\"20260101T010000Z\",\"instance_id\":\"inst-0001\",\"metering_sn\":\"sn-0001\","
                + "\"record_time\":\"20260101T010500Z\",\"relate_pkg_instance\":\"pkg-0001\","
                + "\"usage_value\":\"12.5000\"}]}"))
        .isEqualTo("oPEthDLMk6dX4Myg6cxH/c1kKeagykS+jiN9H8e9Zq8=");
  }

  @Test
  void signsAnOlderCall() {
    assertThat(DocumentedProof.token(
            KEY,
            Map.of(
                "timeStamp", "20260101000000000",
                "testFlag", "1",
                "instanceStatus", "FREEZE",
                "instanceId", "inst-0001",
                "activity", "instanceStatus",
                "authToken", "left out")))
        .isEqualTo("T7YF6TCWUJ8ehvxtJpAYtfDYPZXCce58uolKvudGnLI=");
  }

  @Test
  void signsAReply() {
    assertThat(
            DocumentedProof.bodySign(KEY, "{\"resultCode\":\"000000\",\"resultMsg\":\"success.\"}"))
        .isEqualTo("+nLMZXnHIuMS4QOJQSJHrpHalocL99OpbDA7FXRvabg=");
  }

  private static Map<String, Object> object(String json) {
    return JsonMapper.builder().build().readValue(json, new TypeReference<>() {});
  }
}
