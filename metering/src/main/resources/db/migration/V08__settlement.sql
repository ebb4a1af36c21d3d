-- What is sold, gathered from orders and aggregates so that it can be put on statements.

-- A transaction waits with statement_no null until a run bills it. Usage and corrections are one
-- waiting row for an instance and month, to which later aggregates are added; a row that is billed
-- does not change. month is null for an order until it takes effect.
CREATE TABLE transaction_detail (
  transaction_no  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind            text NOT NULL CHECK (kind IN ('SALE', 'USAGE', 'REFUND', 'CORRECTION')),
  isv_no          int NOT NULL REFERENCES isv,
  order_no        bigint NOT NULL REFERENCES marketplace_order,
  instance_no     bigint,
  month           date,
  units           numeric NOT NULL,
  amount          numeric NOT NULL,
  currency        text NOT NULL,
  statement_no    bigint,
  line            int
);
CREATE UNIQUE INDEX transaction_detail_order ON transaction_detail (order_no, kind)
  WHERE instance_no IS NULL;
CREATE UNIQUE INDEX transaction_detail_waiting ON transaction_detail (instance_no, month, kind)
  WHERE statement_no IS NULL AND instance_no IS NOT NULL;
CREATE INDEX transaction_detail_unbilled ON transaction_detail (isv_no) WHERE statement_no IS NULL;
CREATE INDEX transaction_detail_statement ON transaction_detail (statement_no);

-- Up to where aggregates have become transactions. One row.
CREATE TABLE transaction_progress (
  lock      boolean PRIMARY KEY DEFAULT true CHECK (lock),
  sequence  bigint NOT NULL
);
INSERT INTO transaction_progress (sequence) VALUES (0);

-- One ISV's month in one currency. fee is what the platform kept, exact; total is the ISV's.
CREATE TABLE statement (
  statement_no  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  statement_id  text NOT NULL UNIQUE,
  isv_no        int NOT NULL REFERENCES isv,
  month         date NOT NULL,
  currency      text NOT NULL,
  state         text NOT NULL,
  total         numeric NOT NULL,
  fee           numeric NOT NULL,
  generated_at  timestamptz NOT NULL,
  UNIQUE (isv_no, month, currency)
);

CREATE TABLE statement_line (
  statement_no   bigint NOT NULL REFERENCES statement ON DELETE CASCADE,
  line           int NOT NULL,
  kind           text NOT NULL,
  order_id       text,
  order_line_id  text,
  instance_id    text,
  product_id     text,
  units          numeric,
  amount         numeric NOT NULL,
  month          date NOT NULL,
  PRIMARY KEY (statement_no, line)
);

-- Refunds are found by the order they name.
CREATE INDEX journal_entry_refund ON journal_entry (reference) WHERE kind = 'REFUND';
