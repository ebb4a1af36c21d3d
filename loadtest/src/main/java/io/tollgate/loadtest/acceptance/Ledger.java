package io.tollgate.loadtest.acceptance;

import io.tollgate.loadtest.fleet.Member;
import io.tollgate.loadtest.isv.UsageRecord;
import io.tollgate.loadtest.platform.GatewayFailure;
import io.tollgate.loadtest.platform.OperatorFace;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;

/**
 * What the gateway has acknowledged, kept by the client, and compared in the end with what it
 * stored and drew. Thread-safe.
 */
final class Ledger {

  /** What the comparison found, summed over all members; {@code missing} and the rest must be 0. */
  record Audit(
      long acknowledged, long stored, long missing, long unexpected, long twice, BigDecimal drawn) {

    void requireExactlyOnce() {
      if (missing + unexpected + twice > 0) {
        throw new GatewayFailure("acknowledged %d, stored %d: %d lost, %d unknown, %d stored twice"
            .formatted(acknowledged, stored, missing, unexpected, twice));
      }
    }
  }

  private final Map<String, UsageRecord> acknowledged = new ConcurrentHashMap<>();

  void acknowledge(Collection<UsageRecord> records) {
    records.forEach(usage -> acknowledged.put(usage.meteringSn(), usage));
  }

  long size() {
    return acknowledged.size();
  }

  /**
   * Reads all records of {@code members} and compares.
   *
   * @throws GatewayFailure when a package was drawn from other than its records say
   */
  Audit audit(OperatorFace operator, Collection<Member> members) throws IOException {
    var stored = new HashMap<String, Integer>();
    var drawn = BigDecimal.ZERO;
    for (var member : members) {
      readRecords(operator, member, stored);
      drawn = drawn.add(drawnFrom(operator, member));
    }
    var missing =
        acknowledged.keySet().stream().filter(sn -> !stored.containsKey(sn)).count();
    var unexpected =
        stored.keySet().stream().filter(sn -> !acknowledged.containsKey(sn)).count();
    var twice = stored.values().stream().filter(times -> times > 1).count();
    return new Audit(acknowledged.size(), stored.size(), missing, unexpected, twice, drawn);
  }

  private static void readRecords(OperatorFace operator, Member member, Map<String, Integer> stored)
      throws IOException {
    var after = "";
    while (true) {
      var page = operator.usageRecords(member.instanceId(), after);
      if (page.status() != 200) {
        throw new GatewayFailure("reading usage records: answered " + page.inShort());
      }
      page.json()
          .path("items")
          .forEach(item -> stored.merge(item.path("meteringSn").asString(), 1, Integer::sum));
      if (!page.json().path("hasMore").asBoolean(false)) {
        return;
      }
      after = page.text("next");
    }
  }

  /** What was drawn from the member's package, which must be the sum of its records. */
  private BigDecimal drawnFrom(OperatorFace operator, Member member) throws IOException {
    var quota =
        operator.instance(member.packageInstanceId()).json().path("quotas").path(0);
    var used = decimal(quota.path("used"));
    var recorded = acknowledged.values().stream()
        .filter(usage -> usage.instanceId().equals(member.instanceId()))
        .map(usage -> new BigDecimal(usage.value()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
    var expected = recorded.min(decimal(quota.path("granted")));
    if (used.compareTo(expected) != 0) {
      throw new GatewayFailure("drawn from package %s: %s (expected: %s)"
          .formatted(member.packageInstanceId(), used.toPlainString(), expected));
    }
    return used;
  }

  private static BigDecimal decimal(JsonNode node) {
    return new BigDecimal(node.asString("0"));
  }
}
