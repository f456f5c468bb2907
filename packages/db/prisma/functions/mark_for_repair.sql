-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.mark_for_repair(organization uuid, subject text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
DECLARE
  dependents text[] := ARRAY(
    SELECT DISTINCT e.from_key FROM edges e WHERE e.organization_id = organization AND e.to_key = subject AND e.kind IN ('dependency', 'running')
  );
BEGIN
  PERFORM lock_at_once(organization, dependents);
  UPDATE resources r SET repair = true, version = nextval('resources_version_seq'), updated_at = now()
  FROM (
    SELECT x.place FROM unnest(dependents) AS t(key) CROSS JOIN LATERAL (
      SELECT y.ctid AS place, y.repair FROM resources y WHERE y.organization_id = organization AND y.key = t.key OFFSET 0
    ) AS x WHERE NOT x.repair
  ) AS found
  WHERE r.organization_id = organization AND r.ctid = found.place;
END;
$function$
;
