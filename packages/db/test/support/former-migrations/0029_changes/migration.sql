-- Changes: what is decided together, applied in one transaction, shown as one entry, and undone as one.

ALTER TABLE "resources" ADD COLUMN "set" TEXT, ADD COLUMN "change_id" UUID;
ALTER TABLE "events" ADD COLUMN "change_id" UUID;
ALTER TABLE "resource_changes" ADD COLUMN "change_id" UUID;
ALTER TABLE "dead_letters" ADD COLUMN "change_id" UUID;

-- allow index: no row has a set yet, so writes wait for one read of the table
CREATE INDEX "resources_set_idx" ON "resources"("organization_id", "set", "name", "provider", "resource") WHERE "set" IS NOT NULL;

CREATE TABLE "changes" (
  "id" UUID NOT NULL,
  "organization_id" UUID NOT NULL,
  "status" TEXT NOT NULL,
  "message" TEXT,
  "source" JSON,
  "set" TEXT,
  "prune" BOOLEAN NOT NULL DEFAULT false,
  "counts" JSON NOT NULL,
  "busy" TEXT[] NOT NULL DEFAULT '{}',
  "request" JSON,
  "basis" JSON,
  "size" INTEGER NOT NULL DEFAULT 0,
  "planned_by" TEXT NOT NULL,
  "correlation_id" TEXT NOT NULL,
  "created_by" JSON NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "expires_at" TIMESTAMPTZ(3),
  "applied_by" JSON,
  "applied_at" TIMESTAMPTZ(3),
  "settled_at" TIMESTAMPTZ(3),
  "reverts" UUID,
  "reverted_by" UUID,
  CONSTRAINT "changes_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "changes_status_check" CHECK ("status" IN ('planned', 'applying', 'succeeded', 'failed', 'discarded', 'expired', 'stale'))
);

CREATE INDEX "changes_organization_id_id_idx" ON "changes"("organization_id", "id" DESC);
CREATE INDEX "changes_set_idx" ON "changes"("organization_id", "set", "id" DESC) WHERE "set" IS NOT NULL;
-- Plans that may still be applied, and changes that are being carried out: few, and looked for often.
CREATE INDEX "changes_open_idx" ON "changes"("organization_id", "status") WHERE "status" IN ('planned', 'applying');

CREATE TABLE "change_actions" (
  "organization_id" UUID NOT NULL,
  "change_id" UUID NOT NULL,
  "id" UUID NOT NULL,
  "key" TEXT NOT NULL,
  "document" INTEGER,
  "action" TEXT NOT NULL,
  "because" JSON NOT NULL,
  "changes" JSON NOT NULL DEFAULT '[]',
  "issues" JSON NOT NULL DEFAULT '[]',
  "warnings" JSON NOT NULL DEFAULT '[]',
  "wave" INTEGER NOT NULL DEFAULT 0,
  "snapshot" JSON,
  "state" TEXT,
  "event_id" UUID,
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "error" TEXT,
  "started_at" TIMESTAMPTZ(3),
  "settled_at" TIMESTAMPTZ(3),
  CONSTRAINT "change_actions_pkey" PRIMARY KEY ("change_id", "id"),
  CONSTRAINT "change_actions_state_check" CHECK ("state" IN ('open', 'succeeded', 'failed', 'superseded')),
  CONSTRAINT "change_actions_change_id_fkey" FOREIGN KEY ("change_id") REFERENCES "changes"("id") ON DELETE CASCADE ON UPDATE CASCADE
) WITH (fillfactor = 80);

-- One action a resource, except where a plan names one twice, which is refused.
CREATE UNIQUE INDEX "change_actions_resource_idx" ON "change_actions"("change_id", "key") WHERE "action" <> 'refuse';
CREATE INDEX "change_actions_order_idx" ON "change_actions"("change_id", "wave", "id");
CREATE INDEX "change_actions_open_idx" ON "change_actions"("change_id") WHERE "state" = 'open';
CREATE INDEX "change_actions_key_idx" ON "change_actions"("organization_id", "key", "change_id" DESC);

-- Marks what depends on a changed value, and notes it as part of the change that caused it.
-- allow drop: the function after it has the same name, and takes the same arguments as well
DROP FUNCTION mark_stale(uuid, text, text[], json, text);
CREATE FUNCTION mark_stale(organization uuid, subject text, keys text[], actor json, correlation text, change uuid DEFAULT NULL)
  RETURNS json LANGUAGE plpgsql AS $$
BEGIN
  IF change IS NULL THEN
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
  ELSE
    WITH touched AS (
      SELECT r.place, r.stale_since IS NULL AS unmarked
      FROM unnest(keys) AS t(key) CROSS JOIN LATERAL (
        SELECT x.ctid AS place, x.* FROM resources x WHERE x.organization_id = organization AND x.key = t.key OFFSET 0
      ) AS r
      WHERE r.lifecycle_state <> 'draft' AND r.deleting_since IS NULL
    ), marked AS (
      UPDATE resources r SET stale_since = COALESCE(r.stale_since, now()), version = nextval('resources_version_seq'), updated_at = now(),
        change_id = CASE WHEN touched.unmarked THEN change ELSE r.change_id END
      FROM touched WHERE r.organization_id = organization AND r.ctid = touched.place
      RETURNING r.key, r.lifecycle_state, r.generation, r.error, r.pending_event_id, touched.unmarked
    ), followers AS (
      -- A planned follower has its action; one that succeeded and is marked again is open again.
      INSERT INTO change_actions AS a (organization_id, change_id, id, key, action, because, wave, state)
      SELECT organization, change, gen_random_uuid(), m.key, 'follow',
        json_build_object('kind', 'propagated', 'from', (
          SELECT r.id FROM resources r WHERE r.organization_id = organization AND r.key = subject
        )),
        (SELECT COALESCE(max(w.wave), 0) + 1 FROM change_actions w WHERE w.change_id = change AND w.key = subject AND w.action <> 'refuse'),
        'open'
      FROM marked m WHERE m.unmarked AND m.pending_event_id IS NULL ORDER BY m.key
      ON CONFLICT (change_id, key) WHERE action <> 'refuse' DO UPDATE
        SET state = 'open', event_id = NULL, error = NULL, started_at = NULL, settled_at = NULL
    )
    INSERT INTO resource_changes
      (organization_id, resource_key, event_type, from_state, to_state, generation, error, actor, correlation_id, event_id, change_id)
    SELECT organization, m.key, 'STALE', m.lifecycle_state, m.lifecycle_state, m.generation, m.error,
      mark_stale.actor, mark_stale.correlation, m.pending_event_id, change
    FROM marked m WHERE m.unmarked ORDER BY m.key;
  END IF;
  RETURN wake_dependents(organization, subject);
END;
$$;

-- `lock_edges_and_reach` for many resources whose edges are written together: until the transaction ends nobody can add
-- an edge that would close a cycle with theirs. Whether there is one is for the caller to find out after it.
CREATE FUNCTION lock_edges_of_many(organization uuid, subjects text[], targets text[]) RETURNS boolean
  LANGUAGE plpgsql AS $$
DECLARE
  graph bigint := hashtextextended('graph:' || organization::text, 0);
  -- All transactions together have as many locks as connections times this; a sixteenth for one leaves room.
  most constant int := current_setting('max_locks_per_transaction')::int * current_setting('max_connections')::int / 16;
  wanted text[];
  item text;
BEGIN
  IF cardinality(targets) = 0 THEN
    RETURN true;
  END IF;
  LOOP
    wanted := ARRAY(SELECT unnest(reachable_keys(organization, targets)) UNION SELECT unnest(subjects));
    IF cardinality(wanted) > most THEN
      PERFORM pg_advisory_xact_lock(graph);
      RETURN true;
    END IF;
    -- A block that ends in an exception gives back the locks that were taken in it.
    BEGIN
      PERFORM pg_advisory_xact_lock_shared(graph);
      FOR item IN SELECT k FROM unnest(wanted) AS u(k) ORDER BY k LOOP
        IF item = ANY (subjects) THEN
          PERFORM pg_advisory_xact_lock(hashtextextended('edges:' || organization::text || item, 0));
        ELSE
          PERFORM pg_advisory_xact_lock_shared(hashtextextended('edges:' || organization::text || item, 0));
        END IF;
      END LOOP;
      IF reachable_keys(organization, targets) <@ wanted THEN
        RETURN true;
      END IF;
      RAISE EXCEPTION 'The graph grew meanwhile' USING ERRCODE = 'PG001';
    EXCEPTION WHEN SQLSTATE 'PG001' THEN
      NULL;
    END;
  END LOOP;
END;
$$;
