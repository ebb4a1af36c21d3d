-- What operators did, and what they were answered.

-- Written in the transaction of the change. Secrets never come here.
CREATE TABLE audit_entry (
  audit_no  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at        timestamptz NOT NULL,
  actor     text NOT NULL,
  action    text NOT NULL,
  subject   text NOT NULL,
  before    jsonb,
  after     jsonb
);
CREATE INDEX audit_entry_subject ON audit_entry (subject, audit_no);

-- An answer to a POST that named itself, to be given again. Written in the transaction of what it
-- answers; status is null only while a request that cannot be one transaction is at work.
CREATE TABLE idempotency_key (
  actor         text NOT NULL,
  key           text NOT NULL,
  request       bytea NOT NULL,
  status        int,
  content_type  text,
  location      text,
  body          bytea,
  created_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);

-- A payment is known by its reference, so that a repeat does not pay twice.
CREATE TABLE top_up (
  customer_no  int NOT NULL REFERENCES customer,
  reference    text NOT NULL,
  amount       numeric NOT NULL CHECK (amount > 0),
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (customer_no, reference)
);

-- The months a credit customer has repaid; month is its first day.
CREATE TABLE repayment (
  customer_no  int NOT NULL REFERENCES customer,
  month        date NOT NULL,
  repaid_at    timestamptz NOT NULL,
  PRIMARY KEY (customer_no, month)
);
