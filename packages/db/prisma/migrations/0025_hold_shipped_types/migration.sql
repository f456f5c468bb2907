-- Whoever writes what follows from types holds the shipped ones of the provider, too. Their lock is one of its own, which
-- `renew_types_version` takes alone: without this it waited for nobody, and what was written by the types before while others
-- became known was never sealed by these.
CREATE OR REPLACE FUNCTION hold_types(organization uuid, of_provider text, seen text) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('types:' || organization::text || ':' || of_provider, 0));
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('types:00000000-0000-0000-0000-000000000000:' || of_provider, 0));
  IF types_version(organization) IS DISTINCT FROM seen THEN
    RAISE EXCEPTION 'The types of the organization changed meanwhile' USING ERRCODE = 'serialization_failure';
  END IF;
  RETURN true;
END;
$$;
