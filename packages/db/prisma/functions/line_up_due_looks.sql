-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.line_up_due_looks(at_most integer)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  WITH due AS (
    DELETE FROM deferred_looks d WHERE d.id IN (
      SELECT x.id FROM deferred_looks x WHERE x.due_at <= now() ORDER BY x.due_at LIMIT at_most FOR UPDATE SKIP LOCKED
    )
    RETURNING d.organization_ids, d.keys
  )
  INSERT INTO pending_looks (organization_id, provider, key)
  SELECT look.organization_id, split_part(look.key, '/', 1), look.key
  FROM due CROSS JOIN LATERAL unnest(due.organization_ids, due.keys) AS look(organization_id, key);
END;
$function$
;
