-- Customers and the double-entry journal. A customer's balance is the sum of the postings on
-- customer:{id}; account.balance carries it so that reading it costs one row.

CREATE TABLE customer (
  customer_no        int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  customer_id        text NOT NULL UNIQUE,
  name               text NOT NULL,
  level              text NOT NULL CHECK (level IN ('V0', 'V1', 'V2', 'V3', 'V4', 'V5')),
  type               text NOT NULL CHECK (type IN ('PREPAID', 'CREDIT')),
  currency           text NOT NULL,
  standing           text NOT NULL DEFAULT 'GOOD' CHECK (standing IN ('GOOD', 'GRACE', 'RETENTION')),
  negative_since     timestamptz,
  grace_ends_at      timestamptz,
  retention_ends_at  timestamptz,
  created_at         timestamptz NOT NULL
);

CREATE TABLE account (
  account   text NOT NULL,
  currency  text NOT NULL,
  balance   numeric NOT NULL DEFAULT 0,
  PRIMARY KEY (account, currency)
);

CREATE SEQUENCE journal_entry_no;
CREATE TABLE journal_entry (
  entry_no     bigint PRIMARY KEY,
  kind         text NOT NULL CHECK (kind IN ('TOP_UP', 'PURCHASE', 'USAGE', 'REFUND', 'ADJUSTMENT', 'SETTLEMENT')),
  occurred_at  timestamptz NOT NULL,
  reference    text NOT NULL
);

CREATE TABLE posting (
  entry_no  bigint NOT NULL REFERENCES journal_entry,
  line      smallint NOT NULL,
  account   text NOT NULL,
  amount    numeric NOT NULL,
  currency  text NOT NULL,
  PRIMARY KEY (entry_no, line)
);
CREATE INDEX posting_account ON posting (account, entry_no);
