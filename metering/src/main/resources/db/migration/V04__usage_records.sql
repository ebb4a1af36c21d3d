-- The way of a usage record ends here. See docs/internals/storage.md.

-- The two uniqueness promises, and enough of the content to tell a replay from a reuse. A record of
-- the old path has no sn; a null is distinct from every other null. package_no 0 means none.
CREATE TABLE usage_identity (
  isv_no       int NOT NULL,
  metering_sn  text COLLATE "C",
  instance_no  bigint NOT NULL,
  begin_time   timestamptz NOT NULL,
  end_time     timestamptz NOT NULL,
  package_no   bigint NOT NULL,
  record_time  timestamptz NOT NULL,
  cycle_end    timestamptz NOT NULL,
  units        bigint NOT NULL,
  on_demand_units bigint NOT NULL,
  overage_units   bigint NOT NULL,
  record_no    bigint NOT NULL,
  slot_seq     bigint NOT NULL,
  CONSTRAINT usage_identity_sn UNIQUE (isv_no, metering_sn),
  CONSTRAINT usage_identity_window UNIQUE (instance_no, begin_time, end_time, package_no)
);

-- Batches are numbered under a shared lock, so that a collection, which takes it alone for an
-- instant, knows that every batch up to its watermark has committed.
CREATE SEQUENCE usage_batch_no;

-- One row a record, written once. record_no = batch number * 65,536 + place in the batch.
-- units = sum(draw_units) + on_demand_units + overage_units.
-- slot_seq is the recorded order of acceptance within the slot (0 where no quota was asked).
CREATE TABLE usage_record (
  record_no        bigint NOT NULL,
  isv_no           int NOT NULL,
  metering_sn      text COLLATE "C",
  instance_no      bigint NOT NULL,
  package_no       bigint NOT NULL,
  slot_no          bigint NOT NULL,
  slot_seq         bigint NOT NULL,
  begin_time       timestamptz NOT NULL,
  end_time         timestamptz NOT NULL,
  record_time      timestamptz NOT NULL,
  units            bigint NOT NULL,
  on_demand_units  bigint NOT NULL,
  overage_units    bigint NOT NULL,
  draw_quotas      bigint[],
  draw_units       bigint[],
  cycle_end        timestamptz NOT NULL,
  accepted_at      timestamptz NOT NULL
) PARTITION BY RANGE (accepted_at);
CREATE TABLE usage_record_default PARTITION OF usage_record DEFAULT;
CREATE INDEX usage_record_no ON usage_record USING brin (record_no) WITH (pages_per_range = 32, autosummarize = on);
CREATE INDEX usage_record_isv ON usage_record (isv_no, record_no);

-- Records that were refused, for the ISV and the operator to see; kept 90 days.
CREATE TABLE usage_refused (
  refused_no   bigint GENERATED ALWAYS AS IDENTITY,
  isv_no       int NOT NULL,
  metering_sn  text,
  instance_id  text,
  content      jsonb NOT NULL,
  error_code   text NOT NULL,
  error_msg    text NOT NULL,
  refused_at   timestamptz NOT NULL
) PARTITION BY RANGE (refused_at);
CREATE TABLE usage_refused_default PARTITION OF usage_refused DEFAULT;
CREATE INDEX usage_refused_isv ON usage_refused (isv_no, refused_no);
