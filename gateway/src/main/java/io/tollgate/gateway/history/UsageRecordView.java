package io.tollgate.gateway.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.tollgate.metering.usage.history.HistoricRecord;
import io.tollgate.metering.usage.history.RecordState;
import io.tollgate.rules.quantity.Quantity;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A usage record as lists show it.
 *
 * @param errorMsg only of refused records
 * @param refusedAt only of refused records
 */
public record UsageRecordView(
    String isvId,
    @Nullable String meteringSn,
    @Nullable String instanceId,
    @Nullable String packageInstanceId,
    @Nullable String beginTime,
    @Nullable String endTime,
    @Nullable String recordTime,
    @Nullable String quantity,
    RecordState state,
    @Nullable String errorCode,
    @JsonInclude(Include.NON_NULL) @Nullable String errorMsg,
    @Nullable Instant acceptedAt,
    @JsonInclude(Include.NON_NULL) @Nullable Instant refusedAt,
    @Nullable Instant cycleStart,
    List<DrawView> drawn,
    String onDemandQuantity,
    String overageQuantity) {

  private static final DateTimeFormatter REPORTED =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");

  public static UsageRecordView of(HistoricRecord record) {
    var accepted = record.accepted();
    var refused = record.refused();
    return new UsageRecordView(
        record.isvId(),
        record.meteringSn(),
        record.instanceId(),
        record.packageInstanceId(),
        time(record.beginTime()),
        time(record.endTime()),
        time(record.recordTime()),
        record.quantity(),
        record.state(),
        refused == null ? null : refused.errorCode(),
        refused == null ? null : refused.errorMessage(),
        accepted == null ? null : accepted.acceptedAt(),
        refused == null ? null : refused.refusedAt(),
        accepted == null ? null : accepted.cycleStart(),
        accepted == null
            ? List.of()
            : accepted.drawn().stream().map(DrawView::of).toList(),
        decimal(accepted == null ? 0 : accepted.onDemandUnits()),
        decimal(accepted == null ? 0 : accepted.overageUnits()));
  }

  /** What one package gave. */
  public record DrawView(String packageInstanceId, String quantity) {

    static DrawView of(HistoricRecord.Draw draw) {
      return new DrawView(draw.packageInstanceId(), decimal(draw.units()));
    }
  }

  private static String decimal(long units) {
    return new Quantity(units).toString();
  }

  /** A refused record's time as it was sent, in our form where it is a time. */
  private static @Nullable String time(@Nullable String sent) {
    if (sent == null || sent.length() != "yyyyMMddTHHmmssZ".length()) {
      return sent;
    }
    try {
      return LocalDateTime.parse(sent, REPORTED).toInstant(ZoneOffset.UTC).toString();
    } catch (DateTimeException notATime) {
      return sent;
    }
  }
}
