-- A collection closes cycles: everything with record_no <= watermark whose cycle ended by horizon and
-- that no earlier collection of the same kind of cycle took. It is also the closing of the feed.
CREATE TABLE collection (
  collection_no   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  cycle           text NOT NULL CHECK (cycle IN ('HOURLY', 'DAILY')),
  due_at          timestamptz NOT NULL,
  horizon         timestamptz NOT NULL,
  watermark       bigint NOT NULL,
  collected_at    timestamptz NOT NULL,
  aggregates      bigint NOT NULL,
  records         bigint NOT NULL,
  units           numeric NOT NULL,
  amount          numeric NOT NULL,
  first_sequence  bigint,
  last_sequence   bigint,
  sha256          text NOT NULL,
  UNIQUE (cycle, due_at)
);

-- The feed of aggregates. Written under one lock, held to the commit, so that a reader who has seen
-- a sequence has seen all before it.
CREATE SEQUENCE aggregate_sequence;
CREATE TABLE aggregate (
  sequence         bigint PRIMARY KEY,
  collection_no    bigint NOT NULL,
  kind             text NOT NULL CHECK (kind IN ('USAGE', 'LATE', 'ADJUSTMENT')),
  instance_no      bigint NOT NULL,
  cycle_start      timestamptz NOT NULL,
  cycle_end        timestamptz NOT NULL,
  units            bigint NOT NULL,
  deductions       jsonb NOT NULL,
  deducted_units   bigint NOT NULL,
  on_demand_units  bigint NOT NULL,
  overage_units    bigint NOT NULL,
  amount           numeric NOT NULL,
  currency         text NOT NULL,
  record_count     int NOT NULL,
  collected_at     timestamptz NOT NULL
);
CREATE INDEX aggregate_cycle ON aggregate (instance_no, cycle_start);
