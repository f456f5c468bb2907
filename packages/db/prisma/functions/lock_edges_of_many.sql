-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.lock_edges_of_many(organization uuid, subjects text[], targets text[])
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
DECLARE
  graph bigint := hashtextextended('graph:' || organization::text, 0);
  -- All transactions together have as many locks as connections times this; a sixteenth for one leaves room.
  most constant int := current_setting('max_locks_per_transaction')::int * current_setting('max_connections')::int / 16;
  wanted text[];
  item text;
BEGIN
  IF cardinality(targets) = 0 THEN
    RETURN true;
  END IF;
  LOOP
    wanted := ARRAY(SELECT unnest(reachable_keys(organization, targets)) UNION SELECT unnest(subjects));
    IF cardinality(wanted) > most THEN
      PERFORM pg_advisory_xact_lock(graph);
      RETURN true;
    END IF;
    -- A block that ends in an exception gives back the locks that were taken in it.
    BEGIN
      PERFORM pg_advisory_xact_lock_shared(graph);
      FOR item IN SELECT k FROM unnest(wanted) AS u(k) ORDER BY k LOOP
        IF item = ANY (subjects) THEN
          PERFORM pg_advisory_xact_lock(hashtextextended('edges:' || organization::text || item, 0));
        ELSE
          PERFORM pg_advisory_xact_lock_shared(hashtextextended('edges:' || organization::text || item, 0));
        END IF;
      END LOOP;
      IF reachable_keys(organization, targets) <@ wanted THEN
        RETURN true;
      END IF;
      RAISE EXCEPTION 'The graph grew meanwhile' USING ERRCODE = 'PG001';
    EXCEPTION WHEN SQLSTATE 'PG001' THEN
      NULL;
    END;
  END LOOP;
END;
$function$
;
