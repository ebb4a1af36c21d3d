package io.tollgate.metering.correction;

import io.tollgate.metering.audit.Actor;
import io.tollgate.metering.audit.AuditLog;
import io.tollgate.metering.clock.BusinessClock;
import io.tollgate.metering.correction.CorrectionReply.AlreadyCorrected;
import io.tollgate.metering.correction.CorrectionReply.Corrected;
import io.tollgate.metering.correction.CorrectionReply.NotCovered;
import io.tollgate.metering.correction.CorrectionReply.NothingToReplace;
import io.tollgate.metering.correction.CorrectionReply.UnknownRecord;
import io.tollgate.metering.usage.FactsChange;
import io.tollgate.metering.usage.FactsChanged;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.quota.Correction;
import io.tollgate.rules.quota.CorrectionOutcome;
import io.tollgate.rules.quota.CorrectionPlan;
import io.tollgate.rules.quota.QuotaBalance;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/**
 * Corrects usage records. The record stays as it came: before its collection the collection takes
 * it as amended, after it an adjustment is published and charged at once. Either way draws are
 * undone where they were made, the last first.
 */
@Component
public final class Corrections {

  private final CorrectionStore store;
  private final CorrectionPublisher publisher;
  private final FactsChanged facts;
  private final AuditLog audit;
  private final TransactionalOperator transaction;
  private final BusinessClock clock;

  Corrections(
      CorrectionStore store,
      CorrectionPublisher publisher,
      FactsChanged facts,
      AuditLog audit,
      TransactionalOperator transaction,
      BusinessClock clock) {
    this.store = store;
    this.publisher = publisher;
    this.facts = facts;
    this.audit = audit;
    this.transaction = transaction;
    this.clock = clock;
  }

  /** What the correction would do now; changes nothing. */
  public Mono<CorrectionReply> preview(CorrectionRequest request) {
    return store
        .find(request.isvId(), request.meteringSn())
        .flatMap(record -> refused(request, record)
            .map(Mono::just)
            .orElseGet(() -> store.quotas(record).flatMap(quotas -> switch (plan(
                request, record, quotas)) {
              case CorrectionOutcome.Refused refused -> Mono.just(notCovered(refused));
              case CorrectionOutcome.Corrected(var correction) ->
                publisher.preview(record, correction, quotas).map(Corrected::new);
            })))
        .defaultIfEmpty(new UnknownRecord());
  }

  /**
   * Corrects a record. No collection runs meanwhile, so that whether it was collected is not in
   * doubt.
   */
  public Mono<CorrectionReply> correct(CorrectionRequest request) {
    return publisher
        .lock()
        .then(Mono.defer(() -> store.find(request.isvId(), request.meteringSn())))
        .flatMap(record -> correct(request, record))
        .defaultIfEmpty(new Outcome(new UnknownRecord(), Optional.empty()))
        .as(transaction::transactional)
        .flatMap(outcome ->
            Mono.justOrEmpty(outcome.change()).flatMap(facts::publish).thenReturn(outcome.reply()))
        .checkpoint("correction.correct");
  }

  /** A reply, and what caches have to hear once it has committed. */
  private record Outcome(CorrectionReply reply, Optional<FactsChange> change) {}

  private Mono<Outcome> correct(CorrectionRequest request, CorrectableRecord record) {
    return refused(request, record)
        .map(reply -> Mono.just(new Outcome(reply, Optional.empty())))
        .orElseGet(
            () -> store.lockQuotas(record).flatMap(quotas -> correct(request, record, quotas)));
  }

  private Mono<Outcome> correct(
      CorrectionRequest request, CorrectableRecord record, List<QuotaBalance> quotas) {
    return switch (plan(request, record, quotas)) {
      case CorrectionOutcome.Refused refused ->
        Mono.just(new Outcome(notCovered(refused), Optional.empty()));
      case CorrectionOutcome.Corrected(var correction)
      when correction.changesNothing() ->
        publisher
            .preview(record, correction, quotas)
            .map(effect -> new Outcome(new Corrected(effect), Optional.empty()));
      case CorrectionOutcome.Corrected(var correction) ->
        write(request, record, correction, quotas)
            .map(effect -> new Outcome(new Corrected(effect), Optional.of(slotOf(record))));
    };
  }

  private Mono<CorrectionEffect> write(
      CorrectionRequest request,
      CorrectableRecord record,
      Correction correction,
      List<QuotaBalance> quotas) {
    return Actor.current()
        .flatMap(actor -> publisher.publish(
            record,
            correction,
            quotas,
            sequence -> store.write(
                record, correction, request.reason(), actor.name(), clock.now(), sequence)))
        .flatMap(effect -> audit
            .record(
                "usage.correct",
                "usage-record:" + request.isvId() + "/" + request.meteringSn(),
                effect.before().toString(),
                effect.after().toString())
            .thenReturn(effect));
  }

  private static Optional<CorrectionReply> refused(
      CorrectionRequest request, CorrectableRecord record) {
    var inForce = record.correctionNo();
    if (inForce == null) {
      return request.replaces() == null ? Optional.empty() : Optional.of(new NothingToReplace());
    }
    return inForce.equals(request.replaces())
        ? Optional.empty()
        : Optional.of(
            new AlreadyCorrected(inForce, new Quantity(record.current().totalUnits())));
  }

  private static CorrectionOutcome plan(
      CorrectionRequest request, CorrectableRecord record, List<QuotaBalance> quotas) {
    return CorrectionPlan.of(
        record.history(),
        request.quantity().units(),
        record.moment(),
        record.namedPackage(),
        quotas,
        record.overQuota());
  }

  private static CorrectionReply notCovered(CorrectionOutcome.Refused refused) {
    return new NotCovered(
        new Quantity(refused.requestedUnits()), new Quantity(refused.availableUnits()));
  }

  private static FactsChange slotOf(CorrectableRecord record) {
    var instance = record.instance();
    return FactsChange.slot(instance.customerNo(), instance.item().itemNo());
  }
}
