-- How far the care of stored usage has come. 'identities': up to this record number the identities
-- of records that have passed their age were forgotten.
CREATE TABLE storage_progress (
  job       text PRIMARY KEY,
  position  bigint NOT NULL
);
INSERT INTO storage_progress (job, position) VALUES ('identities', 0);

-- Where months of usage records go when they have passed their age: whole tables, for whoever keeps
-- the books to dump and to drop. Nothing of ours reads them.
CREATE SCHEMA archive;
