-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.lock_edges_and_reach(organization uuid, subject text, targets text[])
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
DECLARE
  graph bigint := hashtextextended('graph:' || organization::text, 0);
  most constant int := current_setting('max_locks_per_transaction')::int / 2;
  wanted text[];
  reached text[];
BEGIN
  IF cardinality(targets) = 0 THEN
    RETURN false;
  END IF;
  LOOP
    wanted := reachable_keys(organization, targets);
    IF cardinality(wanted) > most THEN
      PERFORM pg_advisory_xact_lock(graph);
      RETURN subject = ANY (reachable_keys(organization, targets));
    END IF;
    -- A block that ends in an exception gives back the locks that were taken in it.
    BEGIN
      PERFORM pg_advisory_xact_lock_shared(graph);
      PERFORM CASE WHEN item.key = subject
        THEN pg_advisory_xact_lock(hashtextextended('edges:' || organization::text || item.key, 0))
        ELSE pg_advisory_xact_lock_shared(hashtextextended('edges:' || organization::text || item.key, 0)) END
      FROM (SELECT DISTINCT u.key FROM unnest(wanted || subject) AS u(key) ORDER BY u.key) AS item;
      reached := reachable_keys(organization, targets);
      IF subject = ANY (reached) THEN
        RETURN true;
      END IF;
      IF reached <@ wanted THEN
        RETURN false;
      END IF;
      RAISE EXCEPTION 'The graph grew meanwhile' USING ERRCODE = 'PG001';
    EXCEPTION WHEN SQLSTATE 'PG001' THEN
      NULL;
    END;
  END LOOP;
END;
$function$
;
