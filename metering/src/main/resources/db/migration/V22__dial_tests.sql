-- Products whose production interface is tried twice a day with saved test cases. due_at is business
-- time, null where there is no case; leased_until is system time; attempt tells runs apart.
CREATE TABLE dial_test (
  product_no    int PRIMARY KEY REFERENCES product,
  cases         jsonb NOT NULL,
  due_at        timestamptz,
  leased_until  timestamptz,
  attempt       int NOT NULL DEFAULT 0,
  passed_on     date,
  failed_days   int NOT NULL DEFAULT 0,
  last_run_at   timestamptz,
  last_error    text
) WITH (fillfactor = 70);
CREATE INDEX dial_test_due ON dial_test (due_at);
