-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.enqueue_reconciles(organization uuid, subjects text[])
 RETURNS bigint[]
 LANGUAGE plpgsql
AS $function$
DECLARE
  ids bigint[];
BEGIN
  WITH enqueued AS (
    INSERT INTO pending_looks (organization_id, provider, key)
    SELECT organization, split_part(s.key, '/', 1), s.key FROM unnest(subjects) WITH ORDINALITY AS s(key, place)
    ORDER BY s.place
    RETURNING id
  )
  SELECT array_agg(id ORDER BY id) INTO ids FROM enqueued;
  RETURN ids;
END;
$function$
;
