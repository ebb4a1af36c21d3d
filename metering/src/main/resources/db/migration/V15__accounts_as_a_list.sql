-- Accounts are listed in the order in which they were first posted to, page by page.
ALTER TABLE account ADD COLUMN account_no bigint GENERATED ALWAYS AS IDENTITY UNIQUE;
