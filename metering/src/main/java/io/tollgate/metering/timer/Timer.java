package io.tollgate.metering.timer;

import java.time.Instant;

/**
 * One piece of work that fell due.
 *
 * @param kind names the handler
 * @param subject what it is about, as the handler wrote it
 * @param dueAt business time; the firing may be later, after an outage much later
 */
public record Timer(long timerNo, String kind, String subject, Instant dueAt) {}
