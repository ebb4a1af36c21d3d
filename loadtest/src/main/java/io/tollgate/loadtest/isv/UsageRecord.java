package io.tollgate.loadtest.isv;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * One usage record as an ISV writes it.
 *
 * @param instanceId the pay-per-use instance
 * @param value exact, as text, at most 4 decimals
 * @param meteringSn unique at this ISV
 * @param packageInstanceId the stop-before-excess package it is drawn from, or null
 */
public record UsageRecord(
    String instanceId,
    Instant recordTime,
    Instant beginTime,
    Instant endTime,
    String value,
    String meteringSn,
    @Nullable String packageInstanceId) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /**
   * The body of a push. Written by hand, members in ascending order and compact, so that the bytes
   * as sent and their canonical form are the same; ids and values must need no escaping.
   */
  public static String body(Collection<UsageRecord> records) {
    var body = new StringBuilder(32 + records.size() * 256).append("{\"usage_records\":[");
    var separator = "";
    for (var usage : records) {
      body.append(separator);
      usage.appendTo(body);
      separator = ",";
    }
    return body.append("]}").toString();
  }

  public UsageRecord withInstanceId(String other) {
    return new UsageRecord(
        other, recordTime, beginTime, endTime, value, meteringSn, packageInstanceId);
  }

  public UsageRecord withTimes(Instant begin, Instant end) {
    return new UsageRecord(
        instanceId, recordTime, begin, end, value, meteringSn, packageInstanceId);
  }

  public UsageRecord withValue(String other) {
    return new UsageRecord(
        instanceId, recordTime, beginTime, endTime, other, meteringSn, packageInstanceId);
  }

  public UsageRecord withMeteringSn(String other) {
    return new UsageRecord(
        instanceId, recordTime, beginTime, endTime, value, other, packageInstanceId);
  }

  public UsageRecord withPackage(@Nullable String other) {
    return new UsageRecord(instanceId, recordTime, beginTime, endTime, value, meteringSn, other);
  }

  private void appendTo(StringBuilder body) {
    body.append("{\"begin_time\":\"");
    TIME.formatTo(beginTime, body);
    body.append("\",\"end_time\":\"");
    TIME.formatTo(endTime, body);
    body.append("\",\"instance_id\":\"").append(instanceId);
    body.append("\",\"metering_sn\":\"").append(meteringSn);
    body.append("\",\"record_time\":\"");
    TIME.formatTo(recordTime, body);
    if (packageInstanceId != null) {
      body.append("\",\"relate_pkg_instance\":\"").append(packageInstanceId);
    }
    body.append("\",\"usage_value\":\"").append(value).append("\"}");
  }
}
