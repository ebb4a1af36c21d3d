package io.tollgate.gateway.outbound;

import reactor.core.publisher.Mono;

/** The access keys that our calls to an ISV are signed with. */
interface SigningKeys {

  /** The newest active key for the basic interfaces; empty when the ISV has none. */
  Mono<String> basic(int isvNo);

  /** The newest active key for the kit interfaces; empty when the ISV has none. */
  Mono<String> kit(int isvNo);
}
