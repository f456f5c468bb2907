-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.affected_keys(organization uuid, subject text, spared text[])
 RETURNS text[]
 LANGUAGE plpgsql
AS $function$
BEGIN
  RETURN ARRAY(
    WITH RECURSIVE affected(key, marks) AS (
      SELECT subject COLLATE "C", true
      UNION
      SELECT r.key, r.stale_since IS NULL AND r.lifecycle_state <> 'draft' AND r.deleting_since IS NULL
      FROM affected a CROSS JOIN LATERAL (
        SELECT * FROM edges x WHERE x.organization_id = organization AND x.to_key = a.key OFFSET 0
      ) AS e CROSS JOIN LATERAL (
        SELECT * FROM resources x WHERE x.organization_id = organization AND x.key = e.from_key OFFSET 0
      ) AS r
      WHERE a.marks AND e.kind = 'dependency'
        AND (a.key <> subject OR e.from_key NOT IN (SELECT s.key COLLATE "C" FROM unnest(spared) AS s(key)))
    )
    SELECT DISTINCT a.key FROM affected a WHERE a.key <> subject
  );
END;
$function$
;
