-- Who sells, who buys, and what is sold.
-- Names ending in _no are our own numbers, small enough for hot keys; names ending in _id or _code
-- are what the outside world calls the same thing.

CREATE TABLE isv (
  isv_no      int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  isv_id      text NOT NULL UNIQUE,
  name        text NOT NULL,
  email       text,
  state       text NOT NULL DEFAULT 'ACTIVE' CHECK (state IN ('ACTIVE', 'SUSPENDED')),
  public_key  text,
  created_at  timestamptz NOT NULL
);

-- Secrets are stored encrypted with the master key (AES-256-GCM: nonce, then ciphertext and tag).
CREATE TABLE isv_key (
  key_id         text PRIMARY KEY,
  isv_no         int NOT NULL REFERENCES isv,
  kind           text NOT NULL CHECK (kind IN ('BASIC', 'KIT', 'AKSK')),
  access_key_id  text NOT NULL UNIQUE,
  secret         bytea NOT NULL,
  created_at     timestamptz NOT NULL,
  ended_at       timestamptz
);
CREATE INDEX isv_key_active ON isv_key (isv_no, kind) WHERE ended_at IS NULL;

CREATE TABLE product (
  product_no            int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  product_code          text NOT NULL UNIQUE,
  isv_no                int NOT NULL REFERENCES isv,
  name                  text NOT NULL,
  production_url        text NOT NULL,
  interface_version     text NOT NULL CHECK (interface_version IN ('V1', 'V2')),
  category              text NOT NULL CHECK (category IN ('GENERAL', 'CO_SELL')),
  supervised            boolean NOT NULL DEFAULT false,
  exhaustion_action     text NOT NULL DEFAULT 'FREEZE' CHECK (exhaustion_action IN ('FREEZE', 'NOTIFY')),
  exhaustion_retention  text NOT NULL DEFAULT 'P7D',
  over_quota            text NOT NULL DEFAULT 'CAP' CHECK (over_quota IN ('CAP', 'REJECT')),
  platform_fee_percent  numeric NOT NULL DEFAULT 5,
  delivery              text NOT NULL DEFAULT 'SAAS' CHECK (delivery IN ('SAAS', 'LICENSE')),
  license_calls         boolean NOT NULL DEFAULT false,
  state                 text NOT NULL DEFAULT 'ON_SALE' CHECK (state IN ('ON_SALE', 'DELISTED')),
  created_at            timestamptz NOT NULL
);

-- The definition is the catalogue entry as it was created (contract 3.2), read by the billing rules.
CREATE TABLE sku (
  sku_no         int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  sku_code       text NOT NULL UNIQUE,
  product_no     int NOT NULL REFERENCES product,
  charging_mode  text NOT NULL CHECK (charging_mode IN ('ON_DEMAND', 'ON_DEMAND_PKG', 'PERIOD', 'ONE_TIME')),
  definition     jsonb NOT NULL,
  created_at     timestamptz NOT NULL
);

-- A billing item: what usage is counted and priced in. Every sku has at least one product id; only
-- those of ON_DEMAND skus are metered.
CREATE TABLE billing_item (
  item_no     int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  product_id  text NOT NULL UNIQUE,
  sku_no      int NOT NULL REFERENCES sku,
  name        text,
  unit        text,
  cycle       text CHECK (cycle IN ('HOURLY', 'DAILY')),
  price       jsonb
);
CREATE INDEX billing_item_sku ON billing_item (sku_no);
