package io.tollgate.metering.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Remembers every change that somebody asked for. */
public interface AuditLog {

  /**
   * Writes down a change in the caller's transaction, so that neither exists without the other. The
   * actor is taken from the Reactor context, the time from the system clock.
   *
   * @param action what was done, such as {@code isv.suspend}
   * @param subject what it was done to, such as {@code isv:isv-demo}
   * @param before what was, without secrets; null where there was nothing
   * @param after what is now, without secrets; null where nothing is left
   */
  Mono<Void> record(String action, String subject, @Nullable Object before, @Nullable Object after);

  /**
   * The log in the order of its writing.
   *
   * @param subject only changes of this; null for all
   * @param after only entries with a greater number
   */
  Mono<List<AuditEntry>> read(@Nullable String subject, long after, int limit);
}
