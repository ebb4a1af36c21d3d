-- What was sold, what lives, and what has to happen next.

CREATE TABLE marketplace_order (
  order_no      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  order_id      text NOT NULL UNIQUE,
  order_type    text NOT NULL CHECK (order_type IN ('NEW', 'TRIAL', 'TRIAL_TO_FORMAL', 'RENEW', 'CHANGE', 'UNSUBSCRIBE')),
  customer_no   int NOT NULL REFERENCES customer,
  product_no    int NOT NULL REFERENCES product,
  sku_no        int NOT NULL REFERENCES sku,
  quantity      int NOT NULL CHECK (quantity > 0),
  periods       int NOT NULL CHECK (periods > 0),
  state         text NOT NULL CHECK (state IN ('PROVISIONING', 'ACTIVE', 'FAILED', 'REFUNDED', 'CLOSED')),
  amount        numeric NOT NULL,
  currency      text NOT NULL,
  target_instance_no bigint,
  supervision   text,
  accepted_at   timestamptz,
  effective_at  timestamptz,
  created_at    timestamptz NOT NULL
);
CREATE INDEX marketplace_order_customer ON marketplace_order (customer_no, order_no);

CREATE TABLE order_line (
  order_line_id  text PRIMARY KEY,
  order_no       bigint NOT NULL REFERENCES marketplace_order,
  sku_no         int NOT NULL REFERENCES sku,
  product_ids    text[] NOT NULL
);
CREATE INDEX order_line_order ON order_line (order_no);

-- instance_id is null until the ISV names it. The activation is the start of everything that is
-- counted from it: validity, reset periods, usage.
CREATE TABLE instance (
  instance_no     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  instance_id     text UNIQUE,
  kind            text NOT NULL CHECK (kind IN ('ON_DEMAND', 'PACKAGE', 'PERIOD', 'ONE_TIME')),
  isv_no          int NOT NULL REFERENCES isv,
  customer_no     int NOT NULL REFERENCES customer,
  product_no      int NOT NULL REFERENCES product,
  sku_no          int NOT NULL REFERENCES sku,
  item_no         int NOT NULL REFERENCES billing_item,
  order_no        bigint NOT NULL REFERENCES marketplace_order,
  order_line_id   text NOT NULL REFERENCES order_line,
  business_id     text NOT NULL,
  trial           boolean NOT NULL DEFAULT false,
  quantity        int NOT NULL DEFAULT 1,
  periods         int NOT NULL DEFAULT 1,
  state           text NOT NULL CHECK (state IN ('PROVISIONING', 'ACTIVE', 'FROZEN', 'RELEASED', 'FAILED')),
  freeze_reasons  text[] NOT NULL DEFAULT '{}',
  version         bigint NOT NULL DEFAULT 0,
  activated_at    timestamptz,
  validity_from   timestamptz,
  frozen_at       timestamptz,
  released_at     timestamptz,
  release_at      timestamptz,
  expire_time     timestamptz,
  last_usage_at   timestamptz,
  created_at      timestamptz NOT NULL,
  CHECK ((state = 'FROZEN') = (cardinality(freeze_reasons) > 0) OR state IN ('RELEASED', 'FAILED'))
);
CREATE INDEX instance_order ON instance (order_no);
CREATE INDEX instance_customer ON instance (customer_no, item_no);
CREATE INDEX instance_isv ON instance (isv_no, instance_no);

-- Every change of state, in one feed order; also the instance's freezes, from which the past is judged.
CREATE SEQUENCE state_change_no;
CREATE TABLE state_change (
  sequence        bigint PRIMARY KEY,
  instance_no     bigint NOT NULL REFERENCES instance,
  version         bigint NOT NULL,
  from_state      text NOT NULL,
  to_state        text NOT NULL,
  freeze_reasons  text[] NOT NULL,
  reason          text NOT NULL,
  delivery_no     bigint,
  occurred_at     timestamptz NOT NULL,
  UNIQUE (instance_no, version)
);

-- A slot is one customer's billing item: quota is drawn slot by slot. The version counts what
-- changes its quotas other than drawing: a package bought, released or corrected. exhausted_at is set
-- while it has had stop-before-excess packages and none of them can be drawn from.
CREATE TABLE slot (
  slot_no      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_no  int NOT NULL REFERENCES customer,
  item_no      int NOT NULL REFERENCES billing_item,
  version      bigint NOT NULL DEFAULT 1,
  exhausted_at timestamptz,
  UNIQUE (customer_no, item_no)
);

-- What one package allots to one billing item in one reset period; [valid_from, valid_to).
-- drawn never passes granted, whatever a cache believed: the ledger's own promise.
CREATE TABLE quota (
  quota_no            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  package_no          bigint NOT NULL REFERENCES instance,
  slot_no             bigint NOT NULL REFERENCES slot,
  valid_from          timestamptz NOT NULL,
  valid_to            timestamptz NOT NULL,
  granted             bigint NOT NULL CHECK (granted >= 0),
  drawn               bigint NOT NULL DEFAULT 0,
  stop_before_excess  boolean NOT NULL,
  purchased_at        timestamptz NOT NULL,
  CONSTRAINT quota_period CHECK (valid_from < valid_to),
  CONSTRAINT quota_drawn_within_granted CHECK (drawn BETWEEN 0 AND granted),
  UNIQUE (package_no, slot_no, valid_from)
) WITH (fillfactor = 50);
CREATE INDEX quota_slot ON quota (slot_no, valid_to);

-- One outbound call with its attempts. Calls of one instance leave in the order of delivery_no.
-- attempt_count counts what left, before it leaves. Times are business time, but for the lease, which
-- is the system's. A schedule counts from started_at, the first attempt of a series; a restart begins
-- a new series, whose attempts come after series_base.
CREATE TABLE delivery (
  delivery_no      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  activity         text NOT NULL,
  isv_no           int NOT NULL REFERENCES isv,
  product_no       int NOT NULL REFERENCES product,
  instance_no      bigint REFERENCES instance,
  order_no         bigint REFERENCES marketplace_order,
  payload          jsonb NOT NULL,
  state            text NOT NULL DEFAULT 'PENDING' CHECK (state IN ('PENDING', 'DELIVERED', 'FAILED', 'DROPPED')),
  attempt_count    int NOT NULL DEFAULT 0,
  series_base      int NOT NULL DEFAULT 0,
  started_at       timestamptz,
  next_attempt_at  timestamptz,
  leased_until     timestamptz,
  leased_by        text,
  created_at       timestamptz NOT NULL,
  finished_at      timestamptz
);
CREATE INDEX delivery_due ON delivery (isv_no, next_attempt_at, delivery_no) WHERE state = 'PENDING';
CREATE INDEX delivery_next ON delivery (next_attempt_at) WHERE state = 'PENDING';
CREATE INDEX delivery_waiting ON delivery (instance_no, delivery_no) WHERE state = 'PENDING';
CREATE INDEX delivery_instance ON delivery (instance_no, delivery_no);
CREATE INDEX delivery_isv ON delivery (isv_no, delivery_no);

CREATE TABLE delivery_attempt (
  delivery_no  bigint NOT NULL REFERENCES delivery,
  attempt      int NOT NULL,
  at           timestamptz NOT NULL,
  status       int,
  result_code  text,
  took_ms      int NOT NULL,
  error        text,
  reply        text,
  PRIMARY KEY (delivery_no, attempt)
);

-- Work that falls due at a business time, once; done by whichever node takes it. subject is what
-- it is about (a slot, an instance, a customer), so that a timer can be found and cancelled.
CREATE TABLE timer (
  timer_no      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind          text NOT NULL,
  subject       text NOT NULL,
  due_at        timestamptz NOT NULL,
  leased_until  timestamptz,
  failures      int NOT NULL DEFAULT 0,
  last_error    text
);
CREATE INDEX timer_due ON timer (due_at, timer_no);
CREATE INDEX timer_subject ON timer (kind, subject);

-- What happened, for notification; written with the change that caused it.
CREATE TABLE event (
  event_no     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  type         text NOT NULL,
  isv_no       int REFERENCES isv,
  customer_no  int REFERENCES customer,
  instance_no  bigint REFERENCES instance,
  data         jsonb NOT NULL,
  occurred_at  timestamptz NOT NULL
);

-- The test clock, kept over a restart: one row, only with tollgate.clock=test.
CREATE TABLE business_clock (
  "only"  boolean PRIMARY KEY DEFAULT true CHECK ("only"),
  now   timestamptz NOT NULL
);
