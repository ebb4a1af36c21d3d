-- A closing ends a stretch of the feed: everything between two closings was written at once. Numbers
-- of closings and of aggregates are counted under one lock (7003), so that they have no gaps, and
-- sha256 chains each closing to the one before.
CREATE TABLE closing (
  closing_no      bigint PRIMARY KEY,
  collected_at    timestamptz NOT NULL,
  aggregates      bigint NOT NULL,
  records         bigint NOT NULL,
  units           numeric NOT NULL,
  amount          numeric NOT NULL,
  first_sequence  bigint,
  last_sequence   bigint,
  sha256          text NOT NULL
);

-- A collection closes cycles: it takes everything with record_no <= watermark whose cycle ended by
-- horizon and that no earlier collection of the same kind of cycle took. Both bounds only grow.
-- A correction closes the feed without being a collection, hence the two tables.
CREATE TABLE collection (
  collection_no   bigint PRIMARY KEY REFERENCES closing,
  cycle           text NOT NULL CHECK (cycle IN ('HOURLY', 'DAILY')),
  due_at          timestamptz NOT NULL,
  horizon         timestamptz NOT NULL,
  watermark       bigint NOT NULL,
  collected_at    timestamptz NOT NULL,
  UNIQUE (cycle, due_at)
);
CREATE INDEX collection_reach ON collection (cycle, horizon, watermark);

-- The feed. Nothing on it changes: document is what was published, in its canonical form (RFC 8785),
-- and what the closing's sha256 is over; the columns are the same facts for our own sums.
-- month is the calendar month of consumption in tollgate.zone, as its first day.
CREATE TABLE aggregate (
  sequence         bigint PRIMARY KEY,
  closing_no       bigint NOT NULL,
  kind             text NOT NULL CHECK (kind IN ('USAGE', 'LATE', 'ADJUSTMENT')),
  isv_no           int NOT NULL,
  customer_no      int NOT NULL,
  product_no       int NOT NULL,
  item_no          int NOT NULL,
  instance_no      bigint NOT NULL,
  order_no         bigint NOT NULL,
  cycle_start      timestamptz NOT NULL,
  cycle_end        timestamptz NOT NULL,
  month            date NOT NULL,
  units            bigint NOT NULL,
  deducted_units   bigint NOT NULL,
  on_demand_units  bigint NOT NULL,
  overage_units    bigint NOT NULL,
  amount           numeric NOT NULL,
  currency         text NOT NULL,
  record_count     int NOT NULL,
  collected_at     timestamptz NOT NULL,
  document         text NOT NULL
);
CREATE INDEX aggregate_cycle ON aggregate (instance_no, cycle_end);
CREATE INDEX aggregate_isv ON aggregate (isv_no, sequence);
CREATE INDEX aggregate_month ON aggregate USING brin (month) WITH (pages_per_range = 32, autosummarize = on);

-- What tiered prices count: on demand quantity per instance and calendar month of consumption, in
-- order of collection, and what was charged for it. A month is settled once it has ended and its last
-- cycle was collected.
CREATE TABLE month_usage (
  instance_no      bigint NOT NULL,
  month            date NOT NULL,
  on_demand_units  bigint NOT NULL,
  charged          numeric NOT NULL,
  currency         text NOT NULL,
  settled          boolean NOT NULL,
  PRIMARY KEY (instance_no, month)
) WITH (fillfactor = 80);
CREATE INDEX month_usage_unsettled ON month_usage (month) WHERE NOT settled;

-- What an operator corrected. The record stays as it came; this is the difference to it, one row a
-- correction, the newest in force; and in takings where all its units come from since, in order:
-- a quota, or 0 for on demand, or -1 for overage. aggregate_sequence is null while the record waits for its
-- collection, which then takes the amended quantities; else it names the ADJUSTMENT it caused.
CREATE TABLE correction (
  correction_no       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  record_no           bigint NOT NULL,
  replaces            bigint UNIQUE REFERENCES correction,
  instance_no         bigint NOT NULL,
  cycle_end           timestamptz NOT NULL,
  units               bigint NOT NULL,
  on_demand_units     bigint NOT NULL,
  overage_units       bigint NOT NULL,
  draw_quotas         bigint[] NOT NULL,
  draw_units          bigint[] NOT NULL,
  taking_sources      bigint[] NOT NULL,
  taking_units        bigint[] NOT NULL,
  reason              text NOT NULL,
  corrected_at        timestamptz NOT NULL,
  corrected_by        text NOT NULL,
  aggregate_sequence  bigint
);
CREATE INDEX correction_record ON correction (record_no, correction_no);
-- One first correction a record: a second one says which it replaces.
CREATE UNIQUE INDEX correction_first ON correction (record_no) WHERE replaces IS NULL;
