-- A slot's records are replayed in the order of slot_seq, which comes from the clock of Redis or of a
-- node. Clocks jump and stores are lost, so the ledger itself refuses a place that would change what
-- others found. Per quota:
--   drawn_seq  highest place that drew from it: whoever says that it found the quota empty, or emptied
--              it, has to come after;
--   asked_seq  highest place that drew from it or found it empty: a correction comes after it;
--   fixed_seq  place of the last correction: whatever asks the quota from then on comes after it.
ALTER TABLE quota
  ADD COLUMN drawn_seq bigint NOT NULL DEFAULT 0,
  ADD COLUMN asked_seq bigint NOT NULL DEFAULT 0,
  ADD COLUMN fixed_seq bigint NOT NULL DEFAULT 0;

-- A release ends a quota's validity early. What its end was before decided in which order quotas were
-- drawn; null where it ended, or will end, as planned.
ALTER TABLE quota ADD COLUMN planned_to timestamptz;

-- The place of a correction in its slot's order: after every record up to it.
ALTER TABLE correction ADD COLUMN slot_seq bigint NOT NULL DEFAULT 0;
CREATE INDEX correction_adjustment ON correction (aggregate_sequence)
  WHERE aggregate_sequence IS NOT NULL;
