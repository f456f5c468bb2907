-- Versions of resources come from one sequence, so that none is ever given twice, not even to a later resource of the
-- same name: guards and entity tags of a row can never fit another one. It begins above what counting by row can have
-- reached, and sessions take numbers in blocks: what matters is that they differ, not their order.
CREATE SEQUENCE "resources_version_seq" AS bigint START WITH 1000000000000 CACHE 100;
ALTER TABLE "resources" ALTER COLUMN "version" SET DEFAULT nextval('resources_version_seq');
ALTER SEQUENCE "resources_version_seq" OWNED BY "resources"."version";

-- What a worker does for a resource. The primary key says it: one handler at a time, whatever becomes of the event or
-- of the resource meanwhile. The row goes when the handler has ended, or when its worker is lost.
CREATE TABLE "leases" (
    "organization_id" UUID NOT NULL,
    "resource_key" TEXT COLLATE "C" NOT NULL,
    "id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "owner" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "leases_pkey" PRIMARY KEY ("resource_key","organization_id")
) WITH (fillfactor = 80);

-- Few rows, and each lives for a moment.
ALTER TABLE "leases" SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000);

-- What runs while this is applied is nobody's: these leases are renewed no more, and their events run again.
INSERT INTO leases (organization_id, resource_key, id, event_id, owner, expires_at)
SELECT DISTINCT ON (organization_id, resource_key)
  organization_id, resource_key, gen_random_uuid(), id, lease_owner, COALESCE(lease_expires_at, now())
FROM events WHERE settled_at IS NULL AND lease_owner IS NOT NULL
ORDER BY organization_id, resource_key, id DESC;

DROP INDEX "events_unsettled_idx";
ALTER TABLE "events" DROP COLUMN "lease_owner", DROP COLUMN "lease_expires_at";
CREATE INDEX "events_unsettled_idx" ON "events"("organization_id", "resource_key") WHERE (settled_at IS NULL);

-- Whether a lease still is what it was. A volatile function, so that it also tells what is so after the caller's
-- statement waited for a row lock.
DROP FUNCTION "holds_attempt"(uuid, uuid, text, int);
CREATE FUNCTION "holds_lease"(organization uuid, subject text, lease uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  RETURN EXISTS (
    SELECT 1 FROM leases l WHERE l.organization_id = organization AND l.resource_key = subject AND l.id = lease
  );
END;
$$;

-- As before, but for the version. Those that are marked already get a new one all the same: a worker may just have
-- looked at one, seen nothing but old values, and be about to clear the mark for them.
CREATE OR REPLACE FUNCTION "mark_stale"(organization uuid, subject text, keys text[], actor json, correlation text) RETURNS json
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  WITH touched AS (
    SELECT r.place, r.stale_since IS NULL AS unmarked
    FROM unnest(keys) AS t(key) CROSS JOIN LATERAL (
      SELECT x.ctid AS place, x.* FROM resources x WHERE x.organization_id = organization AND x.key = t.key OFFSET 0
    ) AS r
    WHERE r.lifecycle_state <> 'draft' AND r.deleting_since IS NULL
  ), marked AS (
    UPDATE resources r SET stale_since = COALESCE(r.stale_since, now()), version = nextval('resources_version_seq'), updated_at = now()
    FROM touched WHERE r.organization_id = organization AND r.ctid = touched.place
    RETURNING r.key, r.lifecycle_state, r.generation, r.error, r.pending_event_id, touched.unmarked
  )
  INSERT INTO resource_changes
    (organization_id, resource_key, event_type, from_state, to_state, generation, error, actor, correlation_id, event_id)
  SELECT organization, m.key, 'STALE', m.lifecycle_state, m.lifecycle_state, m.generation, m.error,
    mark_stale.actor, mark_stale.correlation, m.pending_event_id
  FROM marked m WHERE m.unmarked ORDER BY m.key;
  RETURN wake_dependents(organization, subject);
END;
$$;
