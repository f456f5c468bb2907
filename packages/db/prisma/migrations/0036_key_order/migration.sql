-- The order in which an author wrote the fields of a type: jsonb keeps none. Rows without it are listed by name.
ALTER TABLE "provider_types" ADD COLUMN "key_order" JSONB;
