-- How far the continuous check of each invariant has come, and what its last full round found.
-- checked_at and the rounds' times are business time; stepped_at is the system's, for taking turns.
CREATE TABLE invariant_check (
  invariant       text PRIMARY KEY,
  cursor          text NOT NULL DEFAULT '',
  stepped_at      timestamptz NOT NULL DEFAULT '-infinity',
  checked_at      timestamptz,
  round_examined  bigint NOT NULL DEFAULT 0,
  round_broken    bigint NOT NULL DEFAULT 0,
  round_samples   text[] NOT NULL DEFAULT '{}',
  finished_at     timestamptz,
  examined        bigint NOT NULL DEFAULT 0,
  broken          bigint NOT NULL DEFAULT 0,
  samples         text[] NOT NULL DEFAULT '{}'
);

-- Sums that are too long to make anew each time: of all draws of a quota, of all postings of an
-- account, up to the position that the check's cursor names. Each source row is added once.
CREATE TABLE invariant_sum (
  invariant  text NOT NULL,
  subject    text NOT NULL,
  total      numeric NOT NULL,
  PRIMARY KEY (invariant, subject)
) WITH (fillfactor = 70);
