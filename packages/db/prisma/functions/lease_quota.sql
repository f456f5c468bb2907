-- After all migrations, by pnpm --filter @pragma/db schema:dump: change it by a migration.

CREATE OR REPLACE FUNCTION public.lease_quota(organization uuid, quota text, by_holder uuid, done bigint, at_least bigint, at_most bigint, share bigint, standard bigint, seconds integer)
 RETURNS json
 LANGUAGE plpgsql
AS $function$
DECLARE
  counts quota_counts;
  value bigint;
  room bigint;
  awaited bigint;
  has record;
  granted bigint := 0;
BEGIN
  INSERT INTO quota_counts (organization_id, name, used, count_after)
  VALUES (organization, quota, 0, '-infinity') ON CONFLICT DO NOTHING;
  SELECT * INTO counts FROM quota_counts c WHERE c.organization_id = organization AND c.name = quota FOR UPDATE;
  value := COALESCE(
    (SELECT l.value FROM organization_limits l WHERE l.organization_id = organization AND l.name = quota), standard
  );
  UPDATE quota_leases l SET outstanding = greatest(0, l.outstanding - done)
  WHERE l.organization_id = organization AND l.name = quota AND l.holder = by_holder AND done > 0;

  IF counts.count_after = '-infinity' OR (
    counts.used + at_least > value AND counts.count_after <= clock_timestamp()
  ) THEN
    DELETE FROM quota_leases l
    WHERE l.organization_id = organization AND l.name = quota AND l.expires_at <= clock_timestamp();
    -- In this order: what is added and reported in between counts twice for now, and never not at all.
    SELECT COALESCE(sum(l.outstanding), 0) INTO awaited
    FROM quota_leases l WHERE l.organization_id = organization AND l.name = quota;
    SELECT * INTO has FROM count_quota(organization, quota);
    counts.used := has.amount + awaited;
    counts.count_after := clock_timestamp() + has.rows_read * interval '2 microseconds';
  END IF;

  room := value - counts.used;
  IF room >= at_least THEN
    granted := least(room, greatest(at_most, room / share));
    INSERT INTO quota_leases AS l (organization_id, name, holder, outstanding, expires_at)
    VALUES (organization, quota, by_holder, granted, clock_timestamp() + seconds * interval '1 second')
    ON CONFLICT (organization_id, name, holder) DO UPDATE
    SET outstanding = EXCLUDED.outstanding + CASE WHEN l.expires_at > clock_timestamp() THEN l.outstanding ELSE 0 END,
      expires_at = EXCLUDED.expires_at;
  END IF;
  UPDATE quota_counts c SET used = counts.used + granted, count_after = counts.count_after
  WHERE c.organization_id = organization AND c.name = quota;
  RETURN json_build_object('granted', granted, 'used', counts.used, 'value', value, 'left', greatest(0, room - granted));
END;
$function$
;
