-- How many orders of a product failed in a calendar month because its production interface did.
CREATE TABLE failed_orders (
  product_no  int NOT NULL REFERENCES product,
  month       date NOT NULL,
  count       int NOT NULL,
  PRIMARY KEY (product_no, month)
) WITH (fillfactor = 70);
