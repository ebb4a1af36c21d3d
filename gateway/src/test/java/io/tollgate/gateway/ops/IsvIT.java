package io.tollgate.gateway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.GatewayIT;
import io.tollgate.gateway.Names;
import io.tollgate.metering.isv.IsvKey;
import io.tollgate.metering.isv.IsvKeys;
import io.tollgate.metering.isv.IsvStore;
import io.tollgate.metering.isv.KeyKind;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class IsvIT extends GatewayIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @Autowired
  private IsvKeys keys;

  @Autowired
  private IsvStore isvs;

  @Test
  void registersAnIsvOnce() {
    var isvId = Names.fresh("isv");
    var request = Map.of("isvId", isvId, "name", "Demo", "email", "ops@demo.example");

    operator()
        .post()
        .uri("/ops/v1/isvs")
        .bodyValue(request)
        .exchange()
        .expectStatus()
        .isCreated()
        .expectBody()
        .jsonPath("$.isvId")
        .isEqualTo(isvId)
        .jsonPath("$.state")
        .isEqualTo("ACTIVE");

    operator()
        .post()
        .uri("/ops/v1/isvs")
        .bodyValue(request)
        .exchange()
        .expectStatus()
        .isEqualTo(409)
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("urn:tollgate:problem:conflict");
  }

  @Test
  void saysWhereARequestIsWrong() {
    operator()
        .post()
        .uri("/ops/v1/isvs")
        .bodyValue(Map.of("isvId", "no blanks here", "email", "x"))
        .exchange()
        .expectStatus()
        .isBadRequest()
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("urn:tollgate:problem:invalid-request")
        .jsonPath("$.errors[?(@.pointer=='/isvId')]")
        .exists()
        .jsonPath("$.errors[?(@.pointer=='/name')]")
        .exists()
        .jsonPath("$.errors[?(@.pointer=='/email')]")
        .exists();

    operator()
        .post()
        .uri("/ops/v1/isvs")
        .bodyValue(Map.of("isvId", "isv", "name", "x", "colour", "red"))
        .exchange()
        .expectStatus()
        .isBadRequest()
        .expectBody()
        .jsonPath("$.type")
        .isEqualTo("urn:tollgate:problem:unknown-member")
        .jsonPath("$.errors[0].pointer")
        .isEqualTo("/colour");
  }

  @Test
  void showsASecretOnceAndKeepsItEncrypted() throws SQLException {
    var isvId = registered();

    var key = operator()
        .post()
        .uri("/ops/v1/isvs/{isvId}/keys", isvId)
        .bodyValue(
            Map.of("kind", "BASIC", "accessKeyId", Names.fresh("AK"), "secret", "imported-1"))
        .exchange()
        .expectStatus()
        .isCreated()
        .expectBody(IsvRequests.KeyAnswer.class)
        .returnResult()
        .getResponseBody();

    assertThat(key).isNotNull();
    assertThat(key.secret()).isEqualTo("imported-1");
    assertThat(storedSecret(key.keyId())).doesNotContain("imported-1");
    assertThat(active(isvId)).extracting(IsvKey::secret).containsExactly("imported-1");
    operator()
        .get()
        .uri("/ops/v1/audit-log?subject=isv:{isvId}", isvId)
        .exchange()
        .expectBody(String.class)
        .value(log -> assertThat(log)
            .contains("isv.key.add", "\"actor\":\"OPERATOR\"", key.accessKeyId())
            .doesNotContain("imported-1"));
  }

  @Test
  void endsAKeyAtOnce() {
    var isvId = registered();
    var first = addKey(isvId);
    var second = addKey(isvId);
    assertThat(active(isvId)).extracting(IsvKey::keyId).contains(first.keyId(), second.keyId());

    operator()
        .delete()
        .uri("/ops/v1/isvs/{isvId}/keys/{keyId}", isvId, first.keyId())
        .exchange()
        .expectStatus()
        .isNoContent();

    assertThat(active(isvId)).extracting(IsvKey::keyId).containsExactly(second.keyId());
    assertThat(keys.byAccessKeyId(first.accessKeyId()).block(TIMEOUT)).isNull();
    operator()
        .delete()
        .uri("/ops/v1/isvs/{isvId}/keys/{keyId}", isvId, first.keyId())
        .exchange()
        .expectStatus()
        .isNotFound();
  }

  @Test
  void suspendsAnIsvAndRemembersWhatWas() {
    var isvId = registered();

    operator()
        .patch()
        .uri("/ops/v1/isvs/{isvId}", isvId)
        .bodyValue(Map.of("state", "SUSPENDED"))
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.state")
        .isEqualTo("SUSPENDED");

    auditor()
        .get()
        .uri("/ops/v1/audit-log?subject=isv:{isvId}", isvId)
        .exchange()
        .expectBody()
        .jsonPath("$.items[1].action")
        .isEqualTo("isv.change")
        .jsonPath("$.items[1].before.state")
        .isEqualTo("ACTIVE")
        .jsonPath("$.items[1].after.state")
        .isEqualTo("SUSPENDED");
  }

  @Test
  void saysThatAnIsvIsNotThere() {
    operator().get().uri("/ops/v1/isvs/nobody").exchange().expectStatus().isNotFound();
    operator()
        .patch()
        .uri("/ops/v1/isvs/nobody")
        .bodyValue(Map.of("state", "ACTIVE"))
        .exchange()
        .expectStatus()
        .isNotFound();
    operator()
        .post()
        .uri("/ops/v1/isvs/nobody/keys")
        .bodyValue(Map.of("kind", "BASIC"))
        .exchange()
        .expectStatus()
        .isNotFound();
  }

  @Test
  void listsIsvsPageByPage() {
    registered();
    registered();

    var first = operator()
        .get()
        .uri("/ops/v1/isvs?limit=1")
        .exchange()
        .expectStatus()
        .isOk()
        .expectBody()
        .jsonPath("$.items.length()")
        .isEqualTo(1)
        .jsonPath("$.hasMore")
        .isEqualTo(true)
        .jsonPath("$.next")
        .isNotEmpty();
    assertThat(first).isNotNull();
    operator().get().uri("/ops/v1/isvs?limit=0").exchange().expectStatus().isBadRequest();
    operator().get().uri("/ops/v1/isvs?after=x").exchange().expectStatus().isBadRequest();
  }

  private String registered() {
    var isvId = Names.fresh("isv");
    operator()
        .post()
        .uri("/ops/v1/isvs")
        .bodyValue(Map.of("isvId", isvId, "name", "Demo"))
        .exchange()
        .expectStatus()
        .isCreated();
    return isvId;
  }

  private IsvRequests.KeyAnswer addKey(String isvId) {
    var key = operator()
        .post()
        .uri("/ops/v1/isvs/{isvId}/keys", isvId)
        .bodyValue(Map.of("kind", "BASIC"))
        .exchange()
        .expectStatus()
        .isCreated()
        .expectBody(IsvRequests.KeyAnswer.class)
        .returnResult()
        .getResponseBody();
    assertThat(key).isNotNull();
    return key;
  }

  private java.util.List<IsvKey> active(String isvId) {
    var found =
        isvs.find(isvId).flatMap(isv -> keys.active(isv.isvNo(), KeyKind.BASIC)).block(TIMEOUT);
    assertThat(found).isNotNull();
    return found;
  }

  private String storedSecret(String keyId) throws SQLException {
    try (var connection = stores.database().connect();
        var query = connection.prepareStatement(
            "SELECT encode(secret, 'escape') FROM isv_key WHERE key_id = ?")) {
      query.setString(1, keyId);
      var rows = query.executeQuery();
      rows.next();
      return rows.getString(1);
    }
  }
}
