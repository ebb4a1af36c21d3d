package io.tollgate.gateway.isv.usage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tollgate.gateway.protocol.codes.RequestCode;
import io.tollgate.metering.usage.InstanceFacts;
import io.tollgate.metering.usage.RecordFault;
import io.tollgate.metering.usage.RecordOutcome;
import io.tollgate.metering.usage.RecordOutcome.Accepted;
import io.tollgate.metering.usage.RecordOutcome.Refused;
import io.tollgate.metering.usage.RecordOutcome.Replay;
import io.tollgate.metering.usage.ReportedRecord;
import io.tollgate.rules.quantity.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a reply to a usage push, with the wire's names.
 *
 * @param data null unless records were refused or results were asked for
 */
@JsonInclude(Include.NON_NULL)
record PushReply(
    @JsonProperty("error_code") String errorCode,
    @JsonProperty("error_msg") String errorMessage,
    @JsonProperty("data") @Nullable Contents data) {

  static PushReply of(RequestCode code) {
    return new PushReply(code.code(), code.message(), null);
  }

  /** With what was found and what was expected behind the table's words. */
  static PushReply of(RequestCode code, String detail) {
    return new PushReply(code.code(), code.message() + " " + detail, null);
  }

  /** The reply to records that were looked at one by one. */
  static PushReply of(List<ReportedRecord> records, List<RecordOutcome> outcomes) {
    var abnormal = abnormal(records, outcomes);
    return abnormal.isEmpty()
        ? of(RequestCode.SUCCESS)
        : withData(RequestCode.RECORDS_FAILED, new Contents(abnormal, null));
  }

  /** The same, with what became of every record. */
  static PushReply explaining(
      List<ReportedRecord> records,
      List<RecordOutcome> outcomes,
      Map<String, InstanceFacts> instances) {
    var abnormal = abnormal(records, outcomes);
    var results = IntStream.range(0, records.size())
        .mapToObj(i -> Result.of(
            records.get(i), outcomes.get(i), instances.get(records.get(i).instanceId())))
        .toList();
    return abnormal.isEmpty()
        ? withData(RequestCode.SUCCESS, new Contents(null, results))
        : withData(RequestCode.RECORDS_FAILED, new Contents(abnormal, results));
  }

  private static PushReply withData(RequestCode code, Contents data) {
    return new PushReply(code.code(), code.message(), data);
  }

  private static List<Abnormal> abnormal(
      List<ReportedRecord> records, List<RecordOutcome> outcomes) {
    var abnormal = new ArrayList<Abnormal>();
    for (var i = 0; i < outcomes.size(); i++) {
      if (outcomes.get(i) instanceof Refused(var fault)) {
        abnormal.add(Abnormal.of(records.get(i), fault));
      }
    }
    return abnormal;
  }

  @JsonInclude(Include.NON_NULL)
  record Contents(
      @JsonProperty("abnormal_usage_data") @Nullable List<Abnormal> abnormal,
      @JsonProperty("results") @Nullable List<Result> results) {}

  /** A refused record. */
  record Abnormal(
      @JsonProperty("instance_id") String instanceId,
      @JsonProperty("metering_sn") @Nullable String meteringSn,
      @JsonProperty("error_code") String errorCode,
      @JsonProperty("error_msg") String errorMessage) {

    static Abnormal of(ReportedRecord record, RecordFault fault) {
      return new Abnormal(record.instanceId(), record.meteringSn(), fault.code(), fault.message());
    }
  }

  /** What became of one record, for those who asked with {@code Prefer: return=representation}. */
  @JsonInclude(Include.NON_NULL)
  record Result(
      @JsonProperty("metering_sn") @Nullable String meteringSn,
      @JsonProperty("status") String status,
      @JsonProperty("error_code") @Nullable String errorCode,
      @JsonProperty("drawn") List<Drawn> drawn,
      @JsonProperty("on_demand") String onDemand,
      @JsonProperty("overage") String overage,
      @JsonProperty("instance_state") @Nullable String instanceState) {

    static Result of(
        ReportedRecord record, RecordOutcome outcome, @Nullable InstanceFacts instance) {
      return switch (outcome) {
        case Accepted accepted -> of(record, "ACCEPTED", null, accepted, instance);
        case Replay(var original) -> of(record, "REPLAY", null, original, instance);
        case Refused(var fault) -> of(record, "REFUSED", fault.code(), null, instance);
      };
    }

    private static Result of(
        ReportedRecord record,
        String status,
        @Nullable String errorCode,
        @Nullable Accepted effect,
        @Nullable InstanceFacts instance) {
      return new Result(
          record.meteringSn(),
          status,
          errorCode,
          effect == null ? List.of() : effect.drawn().stream().map(Drawn::of).toList(),
          decimal(effect == null ? 0 : effect.onDemandUnits()),
          decimal(effect == null ? 0 : effect.overageUnits()),
          instance == null ? null : instance.state());
    }
  }

  /** What one package gave. */
  record Drawn(
      @JsonProperty("package_instance_id") String packageInstanceId,
      @JsonProperty("quantity") String quantity,
      @JsonProperty("remaining") String remaining) {

    static Drawn of(RecordOutcome.PackageDraw draw) {
      return new Drawn(
          draw.packageInstanceId(), decimal(draw.units()), decimal(draw.remainingUnits()));
    }
  }

  private static String decimal(long units) {
    return new Quantity(units).toString();
  }
}
