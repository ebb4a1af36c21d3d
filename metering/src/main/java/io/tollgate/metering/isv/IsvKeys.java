package io.tollgate.metering.isv;

import java.util.List;
import reactor.core.publisher.Mono;

/**
 * The keys in force, for proofs. Answers come from memory; a key that is ended is forgotten on this
 * node when the call that ended it is answered, on the others within milliseconds, and where the
 * message is lost within 30 s.
 */
public interface IsvKeys {

  /** All keys of {@code kind} in force, the newest first; two while one is being replaced. */
  Mono<List<IsvKey>> active(int isvNo, KeyKind kind);

  /** The key behind an access key id; empty where there is none in force. */
  Mono<IsvKey> byAccessKeyId(String accessKeyId);
}
