package io.tollgate.metering.collection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClosingChainTests {

  @Test
  void hashesThePreviousHashAndEachDocumentWithALineFeedAfterEach() {
    var chain = ClosingChain.after(ClosingChain.GENESIS);

    chain.add("{\"sequence\":\"1\"}");
    chain.add("{\"sequence\":\"2\"}");

    // printf '%064d\n{"sequence":"1"}\n{"sequence":"2"}\n' 0 | sha256sum
    assertThat(chain.sha256Hex())
        .isEqualTo("a28ba286a574af384febf0bf719e08c3ef63f6e536b27c66798bddbc0ba61a30");
  }

  @Test
  void hashesAnEmptyClosingToo() {
    // printf '%064d\n' 0 | sha256sum
    assertThat(ClosingChain.after(ClosingChain.GENESIS).sha256Hex())
        .isEqualTo("827d096d92f3deeaa0e8070d79f45beb176768e57a958a1cd325f5f4b754b048");
  }
}
