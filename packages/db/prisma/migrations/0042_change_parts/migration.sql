-- What a plan writes, apart from the many documents that it found unchanged. Programs of the former release write none.
ALTER TABLE changes ADD COLUMN part json;
