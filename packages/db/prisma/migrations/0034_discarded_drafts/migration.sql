-- The config that last succeeded, for as long as another one is wanted: a discarded draft returns to it. Drafts that were
-- staged before have none, and cannot be discarded.
ALTER TABLE resources ADD COLUMN succeeded_config json, ADD COLUMN returns_to json,
  ADD COLUMN discarded_generation integer;
