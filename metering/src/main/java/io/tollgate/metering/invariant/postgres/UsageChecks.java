package io.tollgate.metering.invariant.postgres;

import io.tollgate.metering.invariant.Invariant;
import io.tollgate.metering.invariant.InvariantCheck;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** What must hold of usage records, each for itself. */
@Configuration(proxyBeanMethods = false)
class UsageChecks {

  private static final int RECORDS_A_STEP = 2_000;

  /** A page of the ledger, ISV by ISV in the order of acceptance. */
  private static final String PAGE = """
      WITH page AS MATERIALIZED (
        SELECT * FROM usage_record
         WHERE (isv_no, record_no) > (coalesce(nullif(split_part(:cursor, '|', 1), ''), '0')::int,
                                      coalesce(nullif(split_part(:cursor, '|', 2), ''), '0')::bigint)
         ORDER BY isv_no, record_no LIMIT :limit)
      """;

  /** Identities are forgotten by age, in the order of record numbers. */
  private static final String HAS_IDENTITY = PAGE + """
      SELECT p.isv_no || '|' || p.record_no AS next,
             CASE
               WHEN lag(p.record_no) OVER (ORDER BY p.isv_no, p.record_no) = p.record_no
               THEN format('record %s is stored twice', p.record_no)
               WHEN k.record_no IS NULL
                AND p.record_no > (SELECT position FROM storage_progress WHERE job = 'identities')
               THEN format('record %s (%s of ISV %s) has no identity', p.record_no, p.metering_sn,
                           p.isv_no)
             END AS broken
        FROM page p
        LEFT JOIN usage_identity k
          ON k.instance_no = p.instance_no AND k.begin_time = p.begin_time
         AND k.end_time = p.end_time AND k.package_no = p.package_no AND k.record_no = p.record_no
       ORDER BY p.isv_no, p.record_no""";

  private static final String HAS_RECORD = """
      WITH page AS MATERIALIZED (
        SELECT * FROM usage_identity
         WHERE (instance_no, begin_time, end_time, package_no) >
               (coalesce(nullif(split_part(:cursor, '|', 1), ''), '0')::bigint,
                coalesce(nullif(split_part(:cursor, '|', 2), ''), '-infinity')::timestamptz,
                coalesce(nullif(split_part(:cursor, '|', 3), ''), '-infinity')::timestamptz,
                coalesce(nullif(split_part(:cursor, '|', 4), ''), '0')::bigint)
         ORDER BY instance_no, begin_time, end_time, package_no LIMIT :limit)
      SELECT concat_ws('|', p.instance_no, p.begin_time, p.end_time, p.package_no) AS next,
             CASE WHEN NOT EXISTS (
                 SELECT FROM usage_record r
                  WHERE r.isv_no = p.isv_no AND r.record_no = p.record_no
                    AND r.instance_no = p.instance_no AND r.units = p.units)
               THEN format('identity of record %s (%s of ISV %s) stands for nothing', p.record_no,
                           p.metering_sn, p.isv_no)
             END AS broken
        FROM page p
       ORDER BY p.instance_no, p.begin_time, p.end_time, p.package_no""";

  private static final String ADDS_UP = PAGE + """
      SELECT p.isv_no || '|' || p.record_no AS next,
             CASE WHEN p.units <> p.on_demand_units + p.overage_units
                    + coalesce((SELECT sum(u) FROM unnest(p.draw_units) u), 0)
                    OR least(p.on_demand_units, p.overage_units,
                             (SELECT min(u) FROM unnest(p.draw_units) u)) < 0
                    OR p.units <= 0
               THEN format('record %s: %s units are %s drawn, %s overage, %s on demand',
                           p.record_no, p.units, p.draw_units, p.overage_units, p.on_demand_units)
             END AS broken
        FROM page p
       ORDER BY p.isv_no, p.record_no""";

  /** A correction gives back what was drawn, so that quotas it touched say nothing of the past. */
  private static final String COVERED_FIRST = PAGE + """
      SELECT p.isv_no || '|' || p.record_no AS next,
             CASE
               WHEN p.overage_units > 0 AND EXISTS (
                 SELECT FROM quota q
                  WHERE q.slot_no = p.slot_no AND q.package_no = p.package_no
                    AND q.valid_from < p.end_time AND q.valid_to >= p.end_time
                    AND q.drawn < q.granted
                    AND NOT EXISTS (SELECT FROM correction c WHERE q.quota_no = ANY (c.draw_quotas)))
               THEN format('record %s has %s units of overage while its package has quota left',
                           p.record_no, p.overage_units)
               WHEN p.slot_seq > 0
                AND count(*) OVER (PARTITION BY p.slot_no, p.slot_seq) > 1
               THEN format('record %s shares place %s of slot %s', p.record_no, p.slot_seq,
                           p.slot_no)
             END AS broken
        FROM page p
       ORDER BY p.isv_no, p.record_no""";

  @Bean
  InvariantCheck recordHasIdentity(DatabaseClient database) {
    return new PagedCheck(Invariant.RECORD_HAS_IDENTITY, database, HAS_IDENTITY, RECORDS_A_STEP);
  }

  @Bean
  InvariantCheck identityHasRecord(DatabaseClient database) {
    return new PagedCheck(Invariant.IDENTITY_HAS_RECORD, database, HAS_RECORD, RECORDS_A_STEP);
  }

  @Bean
  InvariantCheck recordAddsUp(DatabaseClient database) {
    return new PagedCheck(Invariant.RECORD_ADDS_UP, database, ADDS_UP, RECORDS_A_STEP);
  }

  @Bean
  InvariantCheck coveredFirst(DatabaseClient database) {
    return new PagedCheck(Invariant.COVERED_FIRST, database, COVERED_FIRST, RECORDS_A_STEP);
  }
}
