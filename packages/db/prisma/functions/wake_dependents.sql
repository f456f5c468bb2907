-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.wake_dependents(organization uuid, subject text)
 RETURNS json
 LANGUAGE plpgsql
AS $function$
DECLARE
  waiting text[];
  jobs bigint[];
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM edges e WHERE e.organization_id = organization AND e.to_key = subject AND e.kind = 'dependency'
  ) THEN
    RETURN NULL;
  END IF;
  waiting := ARRAY(
    SELECT e.from_key AS key
    FROM edges e CROSS JOIN LATERAL (
      -- OFFSET 0 makes it one look-up a row, whatever the statistics say.
      SELECT r.paused AND r.deleting_since IS NULL AS passes_on FROM resources r
      WHERE r.organization_id = organization AND r.key = e.from_key
        AND (r.lifecycle_state = 'pending' OR r.stale_since IS NOT NULL)
      OFFSET 0
    ) AS waits LEFT JOIN LATERAL (
      SELECT true AS found
      FROM (
        SELECT x.to_key FROM edges x
        WHERE x.organization_id = organization AND x.from_key = e.from_key AND x.kind = 'dependency'
        ORDER BY x.to_key DESC OFFSET 0
      ) AS other LEFT JOIN LATERAL (
        SELECT NOT (x.lifecycle_state = 'ready' AND (x.stale_since IS NULL OR (x.paused AND x.deleting_since IS NULL)))
          AND NOT (x.provisioned AND (x.lifecycle_state = 'draft'
            OR (x.lifecycle_state = 'pending' AND x.paused AND x.deleting_since IS NULL))) AS blocks
        FROM resources x WHERE x.organization_id = organization AND x.key = other.to_key OFFSET 0
      ) AS seen ON true LEFT JOIN LATERAL (
        SELECT true AS locked FROM resources x
        WHERE x.organization_id = organization AND x.key = other.to_key AND seen.blocks
          AND NOT (x.lifecycle_state = 'ready' AND (x.stale_since IS NULL OR (x.paused AND x.deleting_since IS NULL)))
          AND NOT (x.provisioned AND (x.lifecycle_state = 'draft'
            OR (x.lifecycle_state = 'pending' AND x.paused AND x.deleting_since IS NULL)))
        FOR SHARE SKIP LOCKED OFFSET 0
      ) AS blocker ON true
      WHERE seen.blocks IS NULL OR blocker.locked
      LIMIT 1
    ) AS blocked ON true
    WHERE e.organization_id = organization AND e.to_key = subject AND e.kind = 'dependency' AND (blocked.found IS NULL OR waits.passes_on)
  );
  IF cardinality(waiting) = 0 THEN
    RETURN NULL;
  END IF;
  jobs := enqueue_reconciles(organization, waiting);
  IF cardinality(waiting) > 1 THEN
    RETURN NULL;
  END IF;
  RETURN json_build_object('key', waiting[1], 'jobId', jobs[1]::text);
END;
$function$
;
