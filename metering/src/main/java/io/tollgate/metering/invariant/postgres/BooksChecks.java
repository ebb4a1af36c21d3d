package io.tollgate.metering.invariant.postgres;

import io.tollgate.metering.invariant.Invariant;
import io.tollgate.metering.invariant.InvariantCheck;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** What must hold of the journal, of aggregates and of instances, each row for itself. */
@Configuration(proxyBeanMethods = false)
class BooksChecks {

  private static final int ROWS_A_STEP = 500;

  private static final String ENTRY_BALANCES = """
      WITH page AS MATERIALIZED (
        SELECT entry_no FROM journal_entry
         WHERE entry_no > coalesce(nullif(:cursor, ''), '0')::bigint
         ORDER BY entry_no LIMIT :limit)
      SELECT p.entry_no::text AS next,
             CASE WHEN s.currencies IS NULL
               THEN format('entry %s has no postings', p.entry_no)
                  WHEN s.unbalanced
               THEN format('entry %s does not add up to zero', p.entry_no)
             END AS broken
        FROM page p
        LEFT JOIN LATERAL (
          SELECT count(*) AS currencies, bool_or(amount <> 0) AS unbalanced
            FROM (SELECT sum(amount) AS amount FROM posting
                   WHERE entry_no = p.entry_no GROUP BY currency) c
          HAVING count(*) > 0) s ON true
       ORDER BY p.entry_no""";

  /** Tiered prices depend on the whole month, and are settled at its end by a sum of their own. */
  private static final String AGGREGATE_PRICED = """
      WITH page AS MATERIALIZED (
        SELECT a.*, b.price FROM aggregate a JOIN billing_item b USING (item_no)
         WHERE a.sequence > coalesce(nullif(:cursor, ''), '0')::bigint
         ORDER BY a.sequence LIMIT :limit)
      SELECT p.sequence::text AS next,
             CASE
               WHEN p.units <> p.deducted_units + p.on_demand_units + p.overage_units
               THEN format('aggregate %s: %s units are not the sum of their parts', p.sequence,
                           p.units)
               WHEN p.price ->> 'model' = 'PER_UNIT'
                AND p.amount * 10000 * coalesce((p.price ->> 'per')::numeric, 1)
                      <> p.on_demand_units * (p.price ->> 'unitPrice')::numeric
               THEN format('aggregate %s: amount %s is not its price times %s units on demand',
                           p.sequence, p.amount, p.on_demand_units)
             END AS broken
        FROM page p
       ORDER BY p.sequence""";

  private static final String INSTANCE_TOLD = """
      WITH page AS MATERIALIZED (
        SELECT instance_no, instance_id, state, freeze_reasons, version FROM instance
         WHERE instance_no > coalesce(nullif(:cursor, ''), '0')::bigint
         ORDER BY instance_no LIMIT :limit)
      SELECT p.instance_no::text AS next,
             CASE
               WHEN (p.state = 'FROZEN') <> (cardinality(p.freeze_reasons) > 0)
                AND p.state NOT IN ('RELEASED', 'FAILED')
               THEN format('instance %s is %s with reasons %s', p.instance_id, p.state,
                           p.freeze_reasons)
               WHEN c.changes <> p.version
               THEN format('instance %s is at version %s after %s changes', p.instance_id,
                           p.version, c.changes)
               WHEN c.last_state <> p.state
               THEN format('instance %s is %s, but its last change led to %s', p.instance_id,
                           p.state, c.last_state)
             END AS broken
        FROM page p
        CROSS JOIN LATERAL (
          SELECT count(*) AS changes,
                 (array_agg(to_state ORDER BY version DESC))[1] AS last_state
            FROM state_change s WHERE s.instance_no = p.instance_no) c
       ORDER BY p.instance_no""";

  @Bean
  InvariantCheck entryBalances(DatabaseClient database) {
    return new PagedCheck(Invariant.ENTRY_BALANCES, database, ENTRY_BALANCES, ROWS_A_STEP);
  }

  @Bean
  InvariantCheck aggregatePriced(DatabaseClient database) {
    return new PagedCheck(Invariant.AGGREGATE_PRICED, database, AGGREGATE_PRICED, ROWS_A_STEP);
  }

  @Bean
  InvariantCheck instanceTold(DatabaseClient database) {
    return new PagedCheck(Invariant.INSTANCE_TOLD, database, INSTANCE_TOLD, ROWS_A_STEP);
  }
}
