-- Active metered instances that have sent nothing for three cycles, announced once and forgotten
-- when they are heard of again.
CREATE TABLE silent_instance (
  instance_no   bigint PRIMARY KEY REFERENCES instance,
  silent_since  timestamptz NOT NULL
);
