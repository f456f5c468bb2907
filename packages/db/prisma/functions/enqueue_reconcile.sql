-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.enqueue_reconcile(organization uuid, subject text, run_at timestamp with time zone DEFAULT now())
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
DECLARE
  look_id bigint;
BEGIN
  IF run_at > now() THEN
    INSERT INTO deferred_looks (due_at, organization_ids, keys) VALUES (run_at, ARRAY[organization], ARRAY[subject])
    RETURNING id INTO look_id;
  ELSE
    INSERT INTO pending_looks (organization_id, provider, key) VALUES (organization, split_part(subject, '/', 1), subject)
    RETURNING id INTO look_id;
  END IF;
  RETURN look_id;
END;
$function$
;
