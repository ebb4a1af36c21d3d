-- Some services are reviewed by the platform before the customer can accept them.
ALTER TABLE product ADD COLUMN supervision_review boolean NOT NULL DEFAULT false;

-- An open appeal: who made it, and where the order stood, and goes on.
ALTER TABLE marketplace_order
  ADD COLUMN appealed_from text,
  ADD COLUMN appealed_by text,
  ADD CONSTRAINT order_appeal CHECK (
    coalesce(supervision = 'APPEALED', false) = (appealed_from IS NOT NULL)
    AND (appealed_from IS NULL) = (appealed_by IS NULL));
