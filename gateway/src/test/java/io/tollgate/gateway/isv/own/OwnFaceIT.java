package io.tollgate.gateway.isv.own;

import io.tollgate.gateway.isv.IsvFaceIT;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;

class OwnFaceIT extends IsvFaceIT {

  @Test
  void tellsTheLimits() {
    get(seller().calls(), "/isv/v1/limits").expectStatus().isOk().expectBody().json("""
            {"recordsPerRequest":1000,"bytesPerRequest":1048576,"decimals":4,
             "largestQuantity":"99999999.9999","latenessWindow":"PT504H",
             "clockSkew":{"usagePush":"PT5M","akSk":"PT15M","endTime":"PT5M"},
             "collection":{"hourlyMinute":15,"dailyTime":"01:00","zone":"Asia/Shanghai"}}
            """);
  }

  @Test
  void asksForAProofAndLetsASuspendedIsvLook() {
    var seller = seller();
    suspend(seller);

    get(seller.calls(), "/isv/v1/usage-records").expectStatus().isOk();
    anyone()
        .get()
        .uri("/isv/v1/limits")
        .exchange()
        .expectStatus()
        .isUnauthorized()
        .expectHeader()
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("urn:tollgate:problem:unauthenticated");
    get(key(seller.isvId(), "BASIC"), "/isv/v1/limits").expectStatus().isForbidden();
  }

  @Test
  void saysWhatIsWrongWithAQuery() {
    var calls = seller().calls();

    get(calls, "/isv/v1/usage-records?state=LOST").expectStatus().isBadRequest();
    get(calls, "/isv/v1/usage-records?after=x").expectStatus().isBadRequest();
    get(calls, "/isv/v1/usage-records?limit=0").expectStatus().isBadRequest();
    get(calls, "/isv/v1/usage-records?instanceId=%00").expectStatus().isBadRequest();
    get(calls, "/isv/v1/instances/a%00b").expectStatus().isBadRequest();
    get(calls, "/isv/v1/instances/nobody").expectStatus().isNotFound();
    get(calls, "/isv/v1/nothing").expectStatus().isNotFound();
  }
}
