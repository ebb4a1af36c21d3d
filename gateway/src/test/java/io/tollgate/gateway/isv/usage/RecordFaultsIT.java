package io.tollgate.gateway.isv.usage;

import static io.tollgate.gateway.isv.usage.PushingIsv.quoted;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.Holdings;
import io.tollgate.gateway.protocol.codes.RequestCode;
import io.tollgate.metering.usage.RecordFault;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * Every row of the table of record faults, reached on both paths beside a sound record that draws
 * 12.5 from a package. A fault that is new to the table does not compile here until it has a case.
 */
class RecordFaultsIT extends UsageFaceIT {

  private static final long DRAWN_UNITS = 125_000;

  private RecordText good;
  private RecordText bad;

  @BeforeEach
  void prepare() {
    var instance = isv.instance();
    var packageName = quoted(isv.stopPackage());
    isv.rejectOverQuota();
    good = isv.usage(instance).with("relate_pkg_instance", packageName);
    bad = isv.usage(instance)
        .with("begin_time", isv.at(Duration.ofHours(2)))
        .with("end_time", isv.at(Duration.ofHours(1)))
        .with("relate_pkg_instance", packageName);
  }

  @ParameterizedTest
  @EnumSource
  void refusesABadRecordAloneAndKeepsOnlyItsEntry(RecordFault fault) {
    var spoiled = spoiled(fault);
    var before = Holdings.of(stores);

    var reply = isv.push(good, spoiled);

    expect(reply, RequestCode.RECORDS_FAILED)
        .jsonPath("$.data.abnormal_usage_data.length()")
        .isEqualTo(1)
        .jsonPath("$.data.abnormal_usage_data[0].error_code")
        .isEqualTo(fault.code())
        .jsonPath("$.data.abnormal_usage_data[0].error_msg")
        .isEqualTo(fault.message());
    assertThat(Holdings.of(stores))
        .isEqualTo(before.withAccepted(1).withRefused(1).withDrawn(DRAWN_UNITS).withNonce());
  }

  /** The old path has no sn, and so none of its faults. */
  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"SN_MISSING", "SN_REUSED"})
  void refusesAllRecordsOnTheOldPathForOneThatIsBad(RecordFault fault) {
    var calls = isv.addKey("AKSK");
    var spoiled = spoiled(fault).old();
    var before = Holdings.of(stores);

    expect(pushOld(calls, good.old(), spoiled), onTheOldPath(fault));

    var isDuplicate = fault == RecordFault.SAME_WINDOW;
    assertThat(Holdings.of(stores))
        .isEqualTo(isDuplicate ? before.withAccepted(1).withDrawn(DRAWN_UNITS) : before);
  }

  private RecordText spoiled(RecordFault fault) {
    return switch (fault) {
      case SN_MISSING -> bad.without("metering_sn");
      case TIME_FORMAT -> bad.with("end_time", quoted("20260230T000000Z"));
      case VALUE -> bad.with("usage_value", quoted("1.00001"));
      case UNKNOWN_INSTANCE -> bad.with("instance_id", quoted("nobody's"));
      case FOREIGN_INSTANCE -> bad.with("instance_id", quoted(otherIsv.instance()));
      case SN_REUSED -> known().with("usage_value", quoted("13"));
      case NOT_PAY_PER_USE -> bad.with("instance_id", quoted(isv.emptyPackage()));
      case PRODUCT_DELISTED -> bad.with("instance_id", quoted(isv.delistedInstance()));
      case TIME_RANGE -> bad.with("begin_time", isv.at(Duration.ZERO));
      case EXPIRED ->
        bad.with("begin_time", isv.at(Duration.ofDays(22)))
            .with("end_time", isv.at(Duration.ofDays(22)));
      case SAME_WINDOW -> known().with("metering_sn", quoted("another"));
      case PACKAGE_MISSING -> bad.without("relate_pkg_instance");
      case PACKAGE_UNKNOWN -> bad.with("relate_pkg_instance", quoted("nobody's"));
      case FOREIGN_PACKAGE -> bad.with("relate_pkg_instance", quoted(otherIsv.stopPackage()));
      case INSTANCE_STATE -> {
        var frozen = isv.instance();
        isv.freeze(frozen);
        yield bad.with("instance_id", quoted(frozen));
      }
      case OVER_QUOTA -> bad.with("usage_value", quoted("1000.0001"));
    };
  }

  /** The record that is to be spoiled, as the ledger knows it already. */
  private RecordText known() {
    expect(isv.push(bad), RequestCode.SUCCESS);
    return bad;
  }

  private static RequestCode onTheOldPath(RecordFault fault) {
    return switch (fault) {
      case UNKNOWN_INSTANCE -> RequestCode.INSTANCE_NOT_FOUND;
      case FOREIGN_INSTANCE, FOREIGN_PACKAGE -> RequestCode.ILLEGAL_OPERATION;
      case EXPIRED -> RequestCode.BEGIN_TIME_TOO_EARLY;
      case SAME_WINDOW -> RequestCode.SUCCESS;
      case SN_MISSING,
          TIME_FORMAT,
          VALUE,
          SN_REUSED,
          NOT_PAY_PER_USE,
          PRODUCT_DELISTED,
          TIME_RANGE,
          PACKAGE_MISSING,
          PACKAGE_UNKNOWN,
          INSTANCE_STATE,
          OVER_QUOTA -> RequestCode.INVALID_USAGE_ENTITIES;
    };
  }
}
