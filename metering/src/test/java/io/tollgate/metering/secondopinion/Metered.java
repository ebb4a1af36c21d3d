package io.tollgate.metering.secondopinion;

import static java.util.Objects.requireNonNull;

import io.tollgate.metering.collection.CollectionDue;
import io.tollgate.metering.collection.CollectionTestRun;
import io.tollgate.metering.correction.CorrectionReply;
import io.tollgate.metering.correction.CorrectionRequest;
import io.tollgate.metering.correction.Corrections;
import io.tollgate.metering.secondopinion.Happening.Amendment;
import io.tollgate.metering.secondopinion.Happening.Use;
import io.tollgate.metering.usage.RecordOutcome;
import io.tollgate.metering.usage.ReportedRecord;
import io.tollgate.metering.usage.UsageIntake;
import io.tollgate.metering.usage.UsagePush;
import io.tollgate.rules.quantity.Quantity;
import io.tollgate.rules.usage.Cycle;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Meters in the engine, and reads what it wrote. */
final class Metered {

  /** Far fewer than allowed, so that a busy machine still commits each push within its patience. */
  private static final int MOST_RECORDS = 200;

  private static final DateTimeFormatter WIRE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final Engine engine;
  private final JsonMapper json = JsonMapper.builder().build();

  /** By record, the correction in force. */
  private final Map<String, Long> corrections = new ConcurrentHashMap<>();

  Metered(Engine engine) {
    this.engine = engine;
  }

  /** Pushes all of it in order, many customers' records in one request. */
  List<Answer> push(List<Report> reports) {
    var answers = new ArrayList<Answer>();
    for (var from = 0; from < reports.size(); from += MOST_RECORDS) {
      var batch = reports.subList(from, Math.min(reports.size(), from + MOST_RECORDS));
      var records = batch.stream().map(Metered::reported).toList();
      var push = new UsagePush(Marketplace.ISV_NO, records, true, false, false);
      var outcomes =
          requireNonNull(engine.part(UsageIntake.class).accept(push).block(Engine.PATIENCE));
      outcomes.forEach(outcome -> answers.add(answer(outcome)));
    }
    return answers;
  }

  /** A use of a history's customer. */
  record Report(RandomHistory history, Use use) {}

  private static ReportedRecord reported(Report report) {
    var use = report.use();
    return new ReportedRecord(
        report.history().instanceId(use.item()),
        WIRE.format(Texts.instant(use.recorded())),
        WIRE.format(Texts.instant(use.begin())),
        WIRE.format(Texts.instant(use.end())),
        use.quantity().toPlainString(),
        use.sn(),
        use.pack());
  }

  private static Answer answer(RecordOutcome outcome) {
    return switch (outcome) {
      case RecordOutcome.Accepted accepted ->
        new Answer.Counted(
            accepted.drawn().stream()
                .map(draw -> draw.packageInstanceId() + " " + new Quantity(draw.units()))
                .toList(),
            new Quantity(accepted.onDemandUnits()).toString(),
            new Quantity(accepted.overageUnits()).toString());
      case RecordOutcome.Replay replay -> new Answer.Repeated();
      case RecordOutcome.Refused(var fault) -> new Answer.Refused(fault.code());
    };
  }

  Mono<Answer> correct(Amendment amendment) {
    var request = new CorrectionRequest(
        Marketplace.ISV,
        amendment.sn(),
        new Quantity(amendment.quantity().movePointRight(4).longValueExact()),
        "wrong",
        corrections.get(amendment.sn()));
    return engine
        .part(Corrections.class)
        .correct(request)
        .map(reply -> answer(amendment.sn(), reply));
  }

  private Answer answer(String sn, CorrectionReply reply) {
    return switch (reply) {
      case CorrectionReply.Corrected(var effect) -> {
        var number = effect.correctionNo();
        if (number != null) {
          corrections.put(sn, number);
        }
        var drawn = new TreeMap<String, String>();
        effect
            .deductions()
            .forEach(each -> drawn.put(each.packageInstanceId(), each.quantity().toString()));
        yield new Answer.Amended(
            drawn,
            effect.onDemand().toString(),
            effect.overage().toString(),
            effect.amount().plainAmount());
      }
      case CorrectionReply.UnknownRecord() -> new Answer.Unknown();
      case CorrectionReply.NotCovered(var requested, var available) ->
        new Answer.NotCovered(requested.toString(), available.toString());
      case CorrectionReply.AlreadyCorrected(var number, var quantity) ->
        throw new IllegalStateException("corrected before by " + number + " to " + quantity);
      case CorrectionReply.NothingToReplace() ->
        throw new IllegalStateException("never corrected: " + sn);
    };
  }

  /** Does the collection that is due at {@code local}; answers its horizon. */
  LocalDateTime collect(Cycle cycle, LocalDateTime local) {
    var due = CollectionDue.at(cycle, Texts.instant(local), ZoneId.of("Asia/Shanghai"));
    engine.moveTo(local);
    CollectionTestRun.collect(engine::part, due).block(Engine.PATIENCE);
    return LocalDateTime.ofInstant(due.horizon(), Texts.OFFSET);
  }

  /** The feed by customer. */
  Map<String, List<Line>> feed() {
    var lines = new HashMap<String, List<Line>>();
    for (var row : rows("SELECT document FROM aggregate ORDER BY sequence")) {
      var document = json.readTree(row.getFirst());
      lines
          .computeIfAbsent(document.path("customerId").asString(), id -> new ArrayList<>())
          .add(line(document));
    }
    return lines;
  }

  private static Line line(JsonNode document) {
    var deductions = new TreeMap<String, String>();
    for (var deduction : document.path("deductions")) {
      deductions.put(
          deduction.path("packageInstanceId").asString(),
          deduction.path("quantity").asString());
    }
    return new Line(
        document.path("kind").asString(),
        document.path("productId").asString(),
        document.path("cycleStart").asString(),
        document.path("cycleEnd").asString(),
        document.path("quantity").asString(),
        deductions,
        document.path("onDemandQuantity").asString(),
        document.path("overageQuantity").asString(),
        document.path("amount").asString(),
        document.path("recordCount").asInt());
  }

  /** Rows of text. */
  List<List<String>> rows(String sql) {
    return requireNonNull(engine
        .part(DatabaseClient.class)
        .sql(sql)
        .map((row, metadata) -> {
          var texts = new ArrayList<String>();
          for (var i = 0; i < metadata.getColumnMetadatas().size(); i++) {
            texts.add(String.valueOf(row.get(i)));
          }
          return (List<String>) texts;
        })
        .all()
        .collectList()
        .block(Engine.PATIENCE));
  }
}
