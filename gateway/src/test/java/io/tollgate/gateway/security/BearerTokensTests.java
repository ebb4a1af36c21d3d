package io.tollgate.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BearerTokensTests {

  @Test
  void knowsTheRoleOfEachToken() {
    var tokens = new BearerTokens(new TokenProperties("o", "b", "a"));

    assertThat(tokens.roleOf("o")).contains(Role.OPERATOR);
    assertThat(tokens.roleOf("b")).contains(Role.BILLING);
    assertThat(tokens.roleOf("a")).contains(Role.AUDITOR);
    assertThat(tokens.roleOf("x")).isEmpty();
  }

  @Test
  void hasNoCallersForARoleWithoutAToken() {
    var tokens = new BearerTokens(new TokenProperties(null, " ", null));

    assertThat(tokens.roleOf("")).isEmpty();
    assertThat(tokens.roleOf(" ")).isEmpty();
    assertThat(tokens.roleOf("null")).isEmpty();
  }
}
