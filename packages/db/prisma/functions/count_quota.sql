-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.count_quota(organization uuid, quota text, OUT amount bigint, OUT rows_read bigint)
 RETURNS record
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
AS $function$
BEGIN
  CASE quota
    WHEN 'resources' THEN
      SELECT count(*) INTO amount FROM resources r WHERE r.organization_id = organization;
    WHEN 'file_bytes' THEN
      SELECT COALESCE(sum(f.size), 0), count(*) INTO amount, rows_read
      FROM files f WHERE f.organization_id = organization;
    WHEN 'tokens' THEN
      SELECT count(*) INTO amount FROM api_tokens t WHERE t.organization_id = organization AND t.revoked_at IS NULL
        AND (t.expires_at IS NULL OR t.expires_at > now());
    WHEN 'members' THEN
      SELECT count(*) INTO amount FROM memberships m WHERE m.organization_id = organization;
    WHEN 'builds' THEN
      SELECT count(*) INTO amount FROM provider_builds b WHERE b.organization_id = organization
        AND b.status IN ('pending', 'building');
    WHEN 'versions' THEN
      SELECT count(*) INTO amount FROM provider_builds b WHERE b.organization_id = organization;
  END CASE;
  rows_read := COALESCE(rows_read, amount);
END;
$function$
;
