-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.wake_deletions(organization uuid, subjects text[])
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
DECLARE
  woken bigint;
BEGIN
  SELECT count(enqueue_reconcile(organization, waiting.key)) INTO woken
  FROM (
    SELECT DISTINCT s.key FROM unnest(subjects) AS s(key) CROSS JOIN LATERAL (
      SELECT 1 FROM resources r WHERE r.organization_id = organization AND r.key = s.key AND r.deleting_since IS NOT NULL
      OFFSET 0
    ) AS deleting
  ) AS waiting;
  RETURN woken;
END;
$function$
;
