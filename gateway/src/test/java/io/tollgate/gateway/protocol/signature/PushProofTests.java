package io.tollgate.gateway.protocol.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PushProofTests {

  private static final byte[] KEY = "key".getBytes(UTF_8);
  private static final byte[] OTHER_KEY = "other".getBytes(UTF_8);
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final String TS = "1767225600000";

  @Test
  void acceptsTheCanonicalFormOfAnIndentedBody() {
    var received = "{\r\n  \"b\": 1.50,\r\n  \"a\": null\r\n}".getBytes(UTF_8);
    var proof = PushProof.sign(KEY, TS, "n", "{\"b\":1.50}".getBytes(UTF_8));

    assertThat(proof.verify(List.of(KEY), received)).isEqualTo(SignedForm.CANONICAL);
  }

  @Test
  void acceptsEitherKeyWhileOneIsBeingReplaced() {
    var body = "{}".getBytes(UTF_8);
    var proof = PushProof.sign(KEY, TS, "n", body);

    assertThat(proof.verify(List.of(OTHER_KEY, KEY), body)).isEqualTo(SignedForm.RECEIVED);
    assertThat(proof.verify(List.of(OTHER_KEY), body)).isEqualTo(SignedForm.NONE);
    assertThat(proof.verify(List.of(), body)).isEqualTo(SignedForm.NONE);
  }

  @Test
  void verifiesBuffersAsTheyPassAndLeavesThemUnread() {
    var proof = PushProof.sign(KEY, TS, "n", "{\"a\":1}".getBytes(UTF_8));
    var first = ByteBuffer.wrap("{\"a\"".getBytes(UTF_8));
    var second = ByteBuffer.wrap(":1}".getBytes(UTF_8));

    var running = proof.start(List.of(KEY)).update(first).update(second);

    assertThat(running.matches()).isTrue();
    assertThat(first.remaining()).isEqualTo(4);
  }

  @Test
  void changesWithTsAndNonce() {
    var body = "{}".getBytes(UTF_8);
    var signature = PushProof.sign(KEY, TS, "n", body).signature();

    assertThat(new PushProof(signature, TS, "m").verify(List.of(KEY), body))
        .isEqualTo(SignedForm.NONE);
    assertThat(new PushProof(signature, "1767225600001", "n").verify(List.of(KEY), body))
        .isEqualTo(SignedForm.NONE);
    assertThat(new PushProof("no base64!", TS, "n").verify(List.of(KEY), body))
        .isEqualTo(SignedForm.NONE);
  }

  @Test
  void isFreshWithinFiveMinutesInclusiveInBothDirections() {
    var proof = new PushProof("s", TS, "n");
    var window = Duration.ofMinutes(5);

    assertThat(proof.isFresh(NOW.plus(window))).isTrue();
    assertThat(proof.isFresh(NOW.minus(window))).isTrue();
    assertThat(proof.isFresh(NOW.plus(window).plusMillis(1))).isFalse();
    assertThat(proof.isFresh(NOW.minus(window).minusMillis(1))).isFalse();
    assertThat(new PushProof("s", "soon", "n").isFresh(NOW)).isFalse();
    assertThat(new PushProof("s", "99999999999999999999", "n").isFresh(NOW)).isFalse();
  }

  @Test
  void isWellFormedWithinTheLengthsOfTheProtocol() {
    assertThat(new PushProof("s", TS, "n".repeat(64)).isWellFormed()).isTrue();
    assertThat(new PushProof("s", TS, "n".repeat(65)).isWellFormed()).isFalse();
    assertThat(new PushProof("s".repeat(1_001), TS, "n").isWellFormed()).isFalse();
    assertThat(new PushProof("s", "-1", "n").isWellFormed()).isFalse();
    assertThat(new PushProof("s", TS, " ").isWellFormed()).isFalse();
  }
}
