package io.tollgate.gateway.isv.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.gateway.Holdings;
import io.tollgate.gateway.protocol.codes.RequestCode;
import org.junit.jupiter.api.Test;

/** The old path: AK/SK alone, no sn, so that instance and window are a record's identity. */
class OldUsagePushIT extends UsageFaceIT {

  @Test
  void acceptsRecordsAndCountsADuplicateOnce() {
    var calls = isv.addKey("AKSK");
    var record = isv.usage(isv.instance()).old();
    var before = Holdings.of(stores);

    expect(pushOld(calls, record, record), RequestCode.SUCCESS);
    expect(pushOld(calls, record), RequestCode.SUCCESS);

    assertThat(Holdings.of(stores)).isEqualTo(before.withAccepted(1));
  }

  @Test
  void countsADuplicateOfAnotherValueOnceToo() {
    var calls = isv.addKey("AKSK");
    var record = isv.usage(isv.instance()).old();
    expect(pushOld(calls, record), RequestCode.SUCCESS);
    var before = Holdings.of(stores);

    expect(pushOld(calls, record.with("usage_value", "99")), RequestCode.SUCCESS);

    assertThat(Holdings.of(stores)).isEqualTo(before);
  }

  @Test
  void aKeyIsReplacedWithoutAPause() {
    var instance = isv.instance();
    var oldKey = isv.addKey("AKSK");
    var newKey = isv.addKey("AKSK");
    var record = isv.usage(instance).old();

    expect(pushOld(oldKey, record), RequestCode.SUCCESS);
    expect(pushOld(newKey, record), RequestCode.SUCCESS);
    isv.endKey(oldKey.accessKeyId());
    expect(pushOld(oldKey, record), RequestCode.ILLEGAL_TOKEN);
    expect(pushOld(newKey, record), RequestCode.SUCCESS);
  }
}
