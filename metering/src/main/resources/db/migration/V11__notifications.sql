-- Who wants to be told of events. An ISV hears of its own, the operator of all. A webhook has a
-- secret, encrypted with the master key.
CREATE TABLE notification_target (
  target_no   int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  target_id   text NOT NULL UNIQUE,
  scope       text NOT NULL CHECK (scope IN ('OPERATOR', 'ISV')),
  isv_no      int REFERENCES isv,
  kind        text NOT NULL CHECK (kind IN ('WEBHOOK', 'MAIL')),
  address     text NOT NULL,
  events      text[] NOT NULL,
  secret      bytea,
  created_at  timestamptz NOT NULL,
  ended_at    timestamptz,
  CHECK ((scope = 'ISV') = (isv_no IS NOT NULL)),
  CHECK ((kind = 'WEBHOOK') = (secret IS NOT NULL))
);

-- One event for one target; written by the statement that writes the event.
CREATE TABLE notification (
  notification_no  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  target_no        int NOT NULL REFERENCES notification_target,
  event_no         bigint NOT NULL REFERENCES event,
  state            text NOT NULL DEFAULT 'PENDING' CHECK (state IN ('PENDING', 'DELIVERED', 'FAILED')),
  attempt_count    int NOT NULL DEFAULT 0,
  next_attempt_at  timestamptz,
  leased_until     timestamptz,
  last_status      int,
  last_error       text,
  finished_at      timestamptz,
  CHECK ((state = 'PENDING') = (next_attempt_at IS NOT NULL))
);
CREATE INDEX notification_due ON notification (next_attempt_at, notification_no) WHERE state = 'PENDING';
