package io.tollgate.metering.invariant.postgres;

import io.tollgate.metering.collection.Watermark;
import io.tollgate.metering.invariant.Invariant;
import io.tollgate.metering.invariant.InvariantCheck;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.core.DatabaseClient;

/** What must hold of totals: of quotas, and of accounts. */
@Configuration(proxyBeanMethods = false)
class TotalChecks {

  /** Batches of usage records; one holds 4,000 at most, and mostly far fewer. */
  private static final long RECORD_STRIDE = 64L << 16;

  private static final long ENTRY_STRIDE = 2_000;

  private static final String ADD_DRAWS = """
      INSERT INTO invariant_sum (invariant, subject, total)
      SELECT 'QUOTA_DRAWN', d.quota_no::text, sum(d.units)
        FROM usage_record r, unnest(r.draw_quotas, r.draw_units) AS d (quota_no, units)
       WHERE r.record_no > :position AND r.record_no <= :reach AND r.draw_quotas IS NOT NULL
       GROUP BY d.quota_no
      ON CONFLICT (invariant, subject)
      DO UPDATE SET total = invariant_sum.total + excluded.total""";

  /** Of several corrections of a record the last is the whole difference to it. */
  private static final String COMPARE_DRAWS = """
      WITH page AS MATERIALIZED (
        SELECT quota_no, granted, drawn FROM quota
         WHERE quota_no > :after::bigint ORDER BY quota_no LIMIT :limit),
      recent AS MATERIALIZED (
        SELECT d.quota_no, sum(d.units) AS units FROM (
          SELECT d.* FROM usage_record r, unnest(r.draw_quotas, r.draw_units) AS d (quota_no, units)
           WHERE r.record_no > :position AND r.draw_quotas IS NOT NULL
          UNION ALL
          SELECT d.* FROM correction c, unnest(c.draw_quotas, c.draw_units) AS d (quota_no, units)
           WHERE NOT EXISTS (SELECT FROM correction n WHERE n.replaces = c.correction_no)) d
         GROUP BY d.quota_no)
      SELECT p.quota_no::text AS next,
             CASE WHEN p.drawn NOT BETWEEN 0 AND p.granted
                    OR p.drawn <> coalesce(s.total, 0) + coalesce(r.units, 0)
               THEN format('quota %s: %s of %s units are gone, its records drew %s', p.quota_no,
                           p.drawn, p.granted, coalesce(s.total, 0) + coalesce(r.units, 0))
             END AS broken
        FROM page p
        LEFT JOIN invariant_sum s
          ON s.invariant = 'QUOTA_DRAWN' AND s.subject = p.quota_no::text
        LEFT JOIN recent r ON r.quota_no = p.quota_no
       ORDER BY p.quota_no""";

  private static final String LAST_ENTRY = "SELECT coalesce(max(entry_no), 0) FROM journal_entry";

  private static final String ADD_POSTINGS = """
      INSERT INTO invariant_sum (invariant, subject, total)
      SELECT 'BALANCE_IS_SUM', account || ' ' || currency, sum(amount)
        FROM posting WHERE entry_no > :position AND entry_no <= :reach
       GROUP BY account, currency
      ON CONFLICT (invariant, subject)
      DO UPDATE SET total = invariant_sum.total + excluded.total""";

  private static final String COMPARE_BALANCES = """
      WITH page AS MATERIALIZED (
        SELECT account, currency, balance, account || ' ' || currency AS subject FROM account
         WHERE (account, currency) > (split_part(:after, ' ', 1), split_part(:after, ' ', 2))
         ORDER BY account, currency LIMIT :limit),
      recent AS MATERIALIZED (
        SELECT account, currency, sum(amount) AS amount
          FROM posting WHERE entry_no > :position GROUP BY account, currency)
      SELECT p.subject AS next,
             CASE WHEN p.balance <> coalesce(s.total, 0) + coalesce(r.amount, 0)
               THEN format('account %s: balance %s, its postings add up to %s', p.subject, p.balance,
                           coalesce(s.total, 0) + coalesce(r.amount, 0))
             END AS broken
        FROM page p
        LEFT JOIN invariant_sum s ON s.invariant = 'BALANCE_IS_SUM' AND s.subject = p.subject
        LEFT JOIN recent r USING (account, currency)
       ORDER BY p.account, p.currency""";

  @Bean
  InvariantCheck quotaDrawn(DatabaseClient database, Watermark watermark) {
    return new SummedCheck(
        Invariant.QUOTA_DRAWN,
        database,
        watermark.fix(),
        ADD_DRAWS,
        COMPARE_DRAWS,
        RECORD_STRIDE,
        "0");
  }

  /** Entries are numbered in the order of commit, so that none can come before the last. */
  @Bean
  InvariantCheck balanceIsSum(DatabaseClient database) {
    return new SummedCheck(
        Invariant.BALANCE_IS_SUM,
        database,
        database.sql(LAST_ENTRY).mapValue(Long.class).one(),
        ADD_POSTINGS,
        COMPARE_BALANCES,
        ENTRY_STRIDE,
        "");
  }
}
