package io.tollgate.metering.usage;

import org.jspecify.annotations.Nullable;

/**
 * A usage record as the ISV sent it: text, nothing checked but its shape.
 *
 * <p>Source: usage push, new and old; the names are the wire's {@code instance_id}, {@code
 * record_time}, {@code begin_time}, {@code end_time}, {@code usage_value}, {@code metering_sn} and
 * {@code relate_pkg_instance}.
 *
 * @param usageValue the value's exact text, whether it came as a JSON number or as a string
 * @param meteringSn the ISV's own unique id of the record; null on the old path, or when missing
 * @param packageInstanceId the stop-before-excess package the usage is deducted from, if named
 */
public record ReportedRecord(
    String instanceId,
    String recordTime,
    String beginTime,
    String endTime,
    String usageValue,
    @Nullable String meteringSn,
    @Nullable String packageInstanceId) {}
