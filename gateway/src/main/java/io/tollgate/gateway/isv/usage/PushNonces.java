package io.tollgate.gateway.isv.usage;

import io.tollgate.gateway.protocol.signature.PushProof;
import io.tollgate.metering.redis.RedisCommands;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Remembers nonces for as long as their {@code ts} can be fresh: the window before and after now.
 *
 * <p>A nonce keeps a stranger from sending a push again; what makes a repeat harmless is the
 * identity of its records. So a push is let in when Redis cannot tell.
 */
@Component
class PushNonces {

  private static final Logger LOG = LoggerFactory.getLogger(PushNonces.class);
  private static final Duration REMEMBERED = PushProof.WINDOW.multipliedBy(2);

  private final RedisCommands redis;

  PushNonces(RedisCommands redis) {
    this.redis = redis;
  }

  /** False where the ISV has used the nonce already. */
  Mono<Boolean> claim(int isvNo, String nonce) {
    return redis
        .claim(key(isvNo, nonce), REMEMBERED)
        .doOnError(e -> LOG.debug("Nonce not checked: {}", e.toString()))
        .onErrorReturn(true);
  }

  /** Gives a nonce back whose push was not let through by a fault of ours. */
  Mono<Void> release(int isvNo, String nonce) {
    return redis.delete(key(isvNo, nonce)).onErrorComplete().then();
  }

  private static String key(int isvNo, String nonce) {
    return "tollgate:nonce:" + isvNo + ":" + nonce;
  }
}
