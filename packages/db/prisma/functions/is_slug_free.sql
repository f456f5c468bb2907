-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.is_slug_free(candidate text, organization uuid)
 RETURNS boolean
 LANGUAGE sql
AS $function$
  SELECT NOT EXISTS (SELECT 1 FROM organizations o WHERE o.slug = candidate AND o.id <> organization)
    AND NOT EXISTS (
      SELECT 1 FROM former_slugs f
      WHERE f.slug = candidate AND f.organization_id <> organization AND f.expires_at > now()
    );
$function$
;
