-- Months of credit customers that were billed. What is here and not in repayment is owed: only from
-- then on does a balance below zero put such a customer into arrears.
CREATE TABLE billed_month (
  customer_no  int NOT NULL REFERENCES customer,
  month        date NOT NULL,
  billed_at    timestamptz NOT NULL,
  PRIMARY KEY (customer_no, month)
);
