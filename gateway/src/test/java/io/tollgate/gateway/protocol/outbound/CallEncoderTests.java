package io.tollgate.gateway.protocol.outbound;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.gateway.protocol.encryption.FieldEncryption;
import io.tollgate.gateway.protocol.encryption.KeyStrength;
import io.tollgate.gateway.protocol.signature.AuthToken;
import io.tollgate.gateway.protocol.signature.BasicCallSignature;
import io.tollgate.gateway.protocol.signature.KitCallSignature;
import io.tollgate.metering.delivery.Activity;
import io.tollgate.metering.delivery.Generation;
import io.tollgate.metering.delivery.ProductionCall;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallEncoderTests {

  private static final String KEY = "demo-access-key-0001";
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private static final Map<String, Object> FACTS = Map.ofEntries(
      Map.entry("orderId", "CS1"),
      Map.entry("orderLineId", "CS1-000001"),
      Map.entry("businessId", "biz-1"),
      Map.entry("instanceId", "inst-1"),
      Map.entry("license", "PL1"),
      Map.entry("status", "UNFREEZE"),
      Map.entry("scene", "TRIAL_TO_FORMAL"),
      Map.entry("expireTime", "2026-02-01T15:59:59Z"),
      Map.entry("productId", "pid-1"),
      Map.entry("skuCode", "sku 1"),
      Map.entry("customerId", "c-1"),
      Map.entry("customerName", "云 & Co"),
      Map.entry("chargingMode", "ON_DEMAND_PKG"),
      Map.entry("quantity", 2),
      Map.entry("productInfo", Map.of("skuCode", "s", "productId", "p")));

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
          newInstance           | {"activity":"newInstance","businessId":"biz-1","orderId":"CS1","orderLineId":"CS1-000001"}
          queryInstance         | {"activity":"queryInstance","instanceId":"inst-1"}
          refreshInstance       | {"activity":"refreshInstance","expireTime":"20260201155959","instanceId":"inst-1","orderId":"CS1","orderLineId":"CS1-000001","productId":"pid-1","scene":"TRIAL_TO_FORMAL"}
          updateInstanceStatus  | {"activity":"updateInstanceStatus","instanceId":"inst-1","status":"UNFREEZE"}
          releaseInstance       | {"activity":"releaseInstance","instanceId":"inst-1","orderId":"CS1","orderLineId":"CS1-000001"}
          upgradeInstance       | {"activity":"upgradeInstance","instanceId":"inst-1","orderId":"CS1","orderLineId":"CS1-000001"}
          changeInstanceCheck   | {"activity":"changeInstanceCheck","instanceId":"inst-1","productInfo":{"productId":"p","skuCode":"s"}}
          refreshLicenseCode    | {"activity":"refreshLicenseCode","expireTime":"20260201155959","license":"PL1","orderId":"CS1","orderLineId":"CS1-000001","productId":"pid-1","scene":"TRIAL_TO_FORMAL"}
          updateLicenseCodeStatus | {"activity":"updateLicenseCodeStatus","license":"PL1","status":"UNFREEZE"}
          releaseLicenseCode    | {"activity":"releaseLicenseCode","license":"PL1","orderId":"CS1","orderLineId":"CS1-000001"}
          """)
  void writesV2CallsSignedInTheUrl(String activity, String body) {
    var request = encode(Generation.V2, activity, 1, CallMode.PRODUCTION);

    var query = query(request.uri());
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.uri().toString()).startsWith("https://isv.example.com/produce?");
    assertThat(request.body()).isEqualTo(body);
    assertThat(query).containsEntry("timestamp", "1767225600000").containsEntry("nonce", "nonce1");
    assertThat(BasicCallSignature.verify(
            Objects.requireNonNull(query.get("signature")),
            KEY,
            "nonce1",
            "1767225600000",
            body.getBytes(UTF_8)))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
          newInstance          | activity=newInstance,customerId=c-1,customerName=云 & Co,businessId=biz-1,orderId=CS1,skuCode=sku 1,productId=pid-1,trialFlag=0,expireTime=20260201155959,chargingMode=5,amount=2
          queryInstance        | activity=queryInstance,instanceId=inst-1
          refreshInstance      | activity=refreshInstance,orderId=CS1,instanceId=inst-1,productId=pid-1,expireTime=20260201155959,trialToFormal=1
          expireInstance       | activity=expireInstance,instanceId=inst-1,orderId=CS1
          releaseInstance      | activity=releaseInstance,instanceId=inst-1,orderId=CS1
          upgradeInstance      | activity=upgrade,instanceId=inst-1,orderId=CS1,skuCode=sku 1,productId=pid-1,amount=2
          updateInstanceStatus | activity=instanceStatus,instanceId=inst-1,instanceStatus=NORMAL
          """)
  void writesV1CallsWithATokenOverAllParameters(String activity, String parameters) {
    var request = encode(Generation.V1, activity, 1, CallMode.PRODUCTION);

    var query = query(request.uri());
    var expected = Arrays.stream(parameters.split(",", -1))
        .map(parameter -> parameter.split("=", 2))
        .collect(toMap(parameter -> parameter[0], parameter -> parameter[1]));
    assertThat(request.method()).isEqualTo("GET");
    assertThat(query)
        .containsAllEntriesOf(expected)
        .containsEntry("timeStamp", "20260101000000000");
    assertThat(query).hasSize(expected.size() + 2);
    assertThat(AuthToken.verify(Objects.requireNonNull(query.get("authToken")), KEY, query))
        .isTrue();
  }

  @Test
  void marksADebugCallInEachGeneration() {
    assertThat(encode(Generation.V2, "queryInstance", 1, CallMode.DEBUG).body())
        .isEqualTo("{\"activity\":\"queryInstance\",\"instanceId\":\"inst-1\",\"testFlag\":\"1\"}");
    assertThat(query(encode(Generation.V1, "queryInstance", 1, CallMode.DEBUG).uri()))
        .containsEntry("testFlag", "1");
  }

  @Test
  void givesEveryAttemptItsOwnBusinessId() {
    assertThat(encode(Generation.V2, "newInstance", 3, CallMode.PRODUCTION).body())
        .contains("\"businessId\":\"biz-1-3\"");
  }

  @Test
  void writesKitCallsInBeijingTimeSignedInHeaders() {
    var call = call(
        Generation.V2,
        "authSync",
        1,
        Map.of(
            "instanceId",
            "i",
            "orderId",
            "o",
            "tenantId",
            "t",
            "appId",
            "a",
            "flag",
            1,
            "userList",
            List.of(Map.of("userName", "u", "name", "n"))));

    var request = CallEncoder.encode(call, context(CallMode.PRODUCTION));

    var body = """
        {"appId":"a","currentSyncTime":"20260101080000000","flag":1,"instanceId":"i","tenantId":"t",\
        "testFlag":0,"timeStamp":"20260101080000000","userList":[{"name":"n","userName":"u"}]}""";
    assertThat(request.uri()).hasToString("https://isv.example.com/produce/produceAPI/v2/authSync");
    assertThat(request.body()).isEqualTo(body);
    assertThat(KitCallSignature.verify(
            Objects.requireNonNull(request.headers().get("x-sign")),
            KEY,
            "nonce1",
            "1767225600000",
            body.getBytes(UTF_8)))
        .isTrue();
  }

  @Test
  void writesListsOfV1KitCallsAsTexts() {
    var call = call(
        Generation.V1,
        "allOrgSync",
        1,
        Map.of("instanceId", "i", "tenantId", "t", "orgInfoList", List.of(Map.of("orgCode", "1"))));

    var request = CallEncoder.encode(call, context(CallMode.DEBUG));

    assertThat(request.uri()).hasToString("https://isv.example.com/produce/produceAPI/allOrgSync");
    assertThat(request.body()).contains("\"orgInfo\":\"[{\\\"orgCode\\\":\\\"1\\\"}]\"");
    assertThat(AuthToken.verify(
            Objects.requireNonNull(request.headers().get("authToken")),
            KEY,
            Map.of(
                "instanceId", "i",
                "tenantId", "t",
                "orgInfo", "[{\"orgCode\":\"1\"}]",
                "testFlag", "1",
                "timeStamp", "20260101080000000")))
        .isTrue();
  }

  @Test
  void encryptsWhatV1MustNotShow() {
    var facts = new HashMap<>(FACTS);
    facts.put("email", "a@example.com");

    var request = CallEncoder.encode(
        call(Generation.V1, "newInstance", 1, facts), context(CallMode.PRODUCTION));

    var email = Objects.requireNonNull(query(request.uri()).get("email"));
    assertThat(new FieldEncryption(KEY, KeyStrength.AES256, new Random(2)).decrypt(email))
        .hasValue("a@example.com");
  }

  @Test
  void signsTheQueryThatTheAddressAlreadyHas() {
    var call = new ProductionCall(
        1, 1, Activity.QUERY_INSTANCE, Generation.V1, 1, "https://h/p?shop=a%20b", FACTS);

    var query = query(CallEncoder.encode(call, context(CallMode.PRODUCTION)).uri());

    assertThat(query).containsEntry("shop", "a b").containsEntry("activity", "queryInstance");
    assertThat(AuthToken.verify(Objects.requireNonNull(query.get("authToken")), KEY, query))
        .isTrue();
  }

  @Test
  void saysWhatACallLacksOrAGenerationDoesNotHave() {
    assertThatThrownBy(() -> CallEncoder.encode(
            call(Generation.V2, "queryInstance", 1, Map.of()), context(CallMode.PRODUCTION)))
        .hasMessage("instanceId: missing (expected: a value, in every queryInstance)");
    assertThatThrownBy(() -> encode(Generation.V2, "expireInstance", 1, CallMode.PRODUCTION))
        .hasMessage("activity: expireInstance (expected: a basic call of V2)");
  }

  @Test
  void writesLicenceCallsInV2FormForEveryProduct() {
    assertThat(encode(Generation.V1, "releaseLicenseCode", 1, CallMode.PRODUCTION))
        .isEqualTo(encode(Generation.V2, "releaseLicenseCode", 1, CallMode.PRODUCTION));
  }

  private static OutboundRequest encode(
      Generation generation, String activity, int attempt, CallMode mode) {
    return CallEncoder.encode(call(generation, activity, attempt, FACTS), context(mode));
  }

  private static CallContext context(CallMode mode) {
    return new CallContext(KEY, "nonce1", AT, mode, new Random(1));
  }

  private static ProductionCall call(
      Generation generation, String activity, int attempt, Map<String, Object> facts) {
    return new ProductionCall(
        1,
        attempt,
        Activity.ofWireName(activity),
        generation,
        1,
        "https://isv.example.com/produce",
        facts);
  }

  private static Map<String, String> query(URI uri) {
    return Arrays.stream(uri.getRawQuery().split("&", -1))
        .map(parameter -> parameter.split("=", 2))
        .collect(
            toMap(parameter -> parameter[0], parameter -> URLDecoder.decode(parameter[1], UTF_8)));
  }
}
