package io.tollgate.gateway.security;

/** What a bearer token lets its holder do. */
enum Role {
  OPERATOR,
  BILLING,
  AUDITOR
}
