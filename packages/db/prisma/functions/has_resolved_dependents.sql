-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.has_resolved_dependents(organization uuid, subject text)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
BEGIN
  RETURN EXISTS (
    SELECT 1
    FROM edges e
    WHERE e.organization_id = organization AND e.to_key = subject AND e.kind = 'dependency' AND EXISTS (
      SELECT 1 FROM resources r
      WHERE r.organization_id = organization AND r.key = e.from_key
        AND r.lifecycle_state <> 'draft' AND r.deleting_since IS NULL
        AND NOT (r.lifecycle_state = 'pending' AND r.resolved_config IS NULL)
      OFFSET 0
    )
  );
END;
$function$
;
