-- A licence is an instance of a product that is delivered as a code: the code is its instance_id.
-- What a licence has beyond an instance is its last heartbeat.
CREATE TABLE license_heartbeat (
  instance_no          bigint PRIMARY KEY REFERENCES instance,
  at                   timestamptz NOT NULL,
  third_party_account  text,
  ip                   text
) WITH (fillfactor = 70);
