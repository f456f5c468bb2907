-- What an operator set for one organization in place of the settings: how much it may have, and ask for in a window.
CREATE TABLE "organization_limits" (
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "value" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organization_limits_pkey" PRIMARY KEY ("organization_id","name")
);
ALTER TABLE "organization_limits" ADD CONSTRAINT "organization_limits_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Quotas of what there is too much of to be counted each time: leased in slices.
CREATE TABLE "quota_counts" (
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "used" BIGINT NOT NULL,
    "count_after" TIMESTAMPTZ(6) NOT NULL,

    CONSTRAINT "quota_counts_pkey" PRIMARY KEY ("organization_id","name")
);
CREATE TABLE "quota_leases" (
    "organization_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "holder" UUID NOT NULL,
    "outstanding" BIGINT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "quota_leases_pkey" PRIMARY KEY ("organization_id","name","holder")
);

-- How much an organization has of what a quota is about, as of now, and how many rows that took to be read.
CREATE FUNCTION "count_quota"(organization uuid, quota text, OUT amount bigint, OUT rows_read bigint)
LANGUAGE plpgsql VOLATILE
-- Of a table that holds all organizations, reading all of it is never as good as the index.
SET enable_seqscan = off
AS $$
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
$$;

-- Counts what a quota is about, and holds back everybody else who would, until the transaction ends: what is added then
-- is counted by the next one. For what is added rarely, and of which there is little. Volatile: the count is as of after
-- the wait.
CREATE FUNCTION "lock_and_count_quota"(organization uuid, quota text) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('quota:' || organization::text || ':' || quota, 0));
  RETURN (SELECT c.amount FROM count_quota(organization, quota) c);
END;
$$;

-- Leases a slice of what an organization may still add, for a process to give out by itself. For what is added so often,
-- and of which there is so much, that neither a count nor a lock each time will do.
--
-- `used` is never less than there is: all that was there when it was last counted, and all that was leased since. What is
-- deleted does not lower it, and neither does what was leased in vain. So it is counted anew where it leaves no room:
-- what is there by then, and what other processes may still be about to add. The more there is the more rarely, since a
-- count of a million takes a tenth of a second: two microseconds for each row go by before the next (`count_after`).
--
-- `outstanding` is what a process may be about to add: leased, and not reported as added, or as not needed, by `done`. It
-- counts until the lease's end, which the process itself takes to be a good while earlier.
--
-- Wanted is `at_least`, without which nothing is leased, and up to `at_most`; more of it while a lot is left, so
-- many parts of that as `share` says; none more where it is null.
-- Gives {granted, used, value, left}: `used` before the lease, `value` the quota, `left` after the lease.
CREATE FUNCTION "lease_quota"(
  organization uuid, quota text, by_holder uuid, done bigint, at_least bigint, at_most bigint, share bigint, standard bigint, seconds int
) RETURNS json
LANGUAGE plpgsql VOLATILE AS $$
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
$$;
