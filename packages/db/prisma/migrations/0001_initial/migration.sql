-- Names sort and compare by bytes whatever the collation of the database: lists promise that order.
-- The SQL below is what the schema asks for, with collations, fill factors, an extension and functions added by hand.

CREATE EXTENSION IF NOT EXISTS btree_gin;

-- CreateTable
CREATE TABLE "organizations" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "organizations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "users" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT,
    "password_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "users_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "memberships" (
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("organization_id","user_id")
);

-- CreateTable
CREATE TABLE "api_tokens" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "token_hash" BYTEA NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_tokens_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signing_keys" (
    "kid" TEXT NOT NULL,
    "public_jwk" JSONB NOT NULL,
    "private_jwk" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "signing_keys_pkey" PRIMARY KEY ("kid")
);

-- CreateTable
CREATE TABLE "session_revocations" (
    "id" TEXT NOT NULL,
    "user_id" UUID,
    "revoked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_revocations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "login_codes" (
    "code_hash" BYTEA NOT NULL,
    "organization_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "code_challenge" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "login_codes_pkey" PRIMARY KEY ("code_hash")
);

-- CreateTable
CREATE TABLE "resources" (
    "organization_id" UUID NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "id" TEXT COLLATE "C" NOT NULL,
    "provider" TEXT COLLATE "C" NOT NULL,
    "resource" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "config" JSON NOT NULL,
    "resolved_config" JSON,
    "handed_config" JSON,
    "applied_config" JSON,
    "outputs" JSON,
    "dependencies" JSON NOT NULL DEFAULT '[]',
    "explicit_dependencies" INTEGER NOT NULL DEFAULT 0,
    "owner_references" JSON NOT NULL DEFAULT '[]',
    "tags" TEXT[],
    "has_tags" BOOLEAN NOT NULL DEFAULT false,
    "lifecycle_state" TEXT NOT NULL,
    "error" TEXT,
    "error_facts" JSON,
    "generation" INTEGER NOT NULL DEFAULT 1,
    "observed_generation" INTEGER NOT NULL DEFAULT 0,
    "pending_event_id" UUID,
    "provisioned" BOOLEAN NOT NULL DEFAULT false,
    "deletion_protected" BOOLEAN NOT NULL DEFAULT false,
    "deleting_since" TIMESTAMPTZ(3),
    "stale_since" TIMESTAMPTZ(3),
    "state_changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ready_changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "applied_by" JSON NOT NULL,
    "version" BIGINT NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
) WITH (fillfactor = 70);

-- CreateTable
CREATE TABLE "edges" (
    "organization_id" UUID NOT NULL,
    "from_key" TEXT COLLATE "C" NOT NULL,
    "to_key" TEXT COLLATE "C" NOT NULL,
    "kind" TEXT NOT NULL,

    CONSTRAINT "edges_pkey" PRIMARY KEY ("from_key","organization_id","to_key","kind")
);

-- CreateTable
CREATE TABLE "events" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "resource_key" TEXT COLLATE "C" NOT NULL,
    "event_type" TEXT NOT NULL,
    "generation" INTEGER NOT NULL,
    "payload" JSON,
    "previous_config" JSON,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "correlation_id" TEXT NOT NULL,
    "actor" JSON NOT NULL,
    "not_before" TIMESTAMPTZ(3),
    "lease_owner" TEXT,
    "lease_expires_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
) WITH (fillfactor = 80);

-- CreateTable
CREATE TABLE "resource_changes" (
    "id" BIGSERIAL NOT NULL,
    "xid" BIGINT NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,
    "organization_id" UUID NOT NULL,
    "resource_key" TEXT COLLATE "C" NOT NULL,
    "timestamp" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "event_type" TEXT NOT NULL,
    "from_state" TEXT,
    "to_state" TEXT,
    "generation" INTEGER NOT NULL,
    "changes" JSON NOT NULL DEFAULT '[]',
    "error" TEXT,
    "actor" JSON NOT NULL,
    "correlation_id" TEXT NOT NULL,
    "event_id" UUID,

    CONSTRAINT "resource_changes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "dead_letters" (
    "event_id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "resource_key" TEXT COLLATE "C" NOT NULL,
    "event_type" TEXT NOT NULL,
    "payload" JSON NOT NULL,
    "error_message" TEXT NOT NULL,
    "attempt_count" INTEGER NOT NULL,
    "failed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "correlation_id" TEXT NOT NULL,

    CONSTRAINT "dead_letters_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "provider_types" (
    "id" BIGSERIAL NOT NULL,
    "organization_id" UUID NOT NULL,
    "provider" TEXT COLLATE "C" NOT NULL,
    "resource" TEXT COLLATE "C" NOT NULL,
    "version" TEXT NOT NULL,
    "schema" JSONB NOT NULL,
    "outputs_schema" JSONB NOT NULL,
    "description" TEXT,
    "tags" TEXT[],
    "capabilities" TEXT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "provider_types_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "audit_entries" (
    "id" BIGSERIAL NOT NULL,
    "organization_id" UUID NOT NULL,
    "timestamp" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor" JSONB NOT NULL,
    "action" TEXT NOT NULL,
    "target" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "correlation_id" TEXT NOT NULL,
    "details" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "files" (
    "organization_id" UUID NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "checksum" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "source" TEXT NOT NULL,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "files_pkey" PRIMARY KEY ("organization_id","name","checksum")
);

-- CreateTable
CREATE TABLE "blob_parts" (
    "organization_id" UUID NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "part" INTEGER NOT NULL,
    "content" BYTEA NOT NULL,

    CONSTRAINT "blob_parts_pkey" PRIMARY KEY ("organization_id","key","part")
);

-- CreateTable
CREATE TABLE "resource_logs" (
    "id" BIGSERIAL NOT NULL,
    "organization_id" UUID NOT NULL,
    "resource_key" TEXT COLLATE "C" NOT NULL,
    "timestamp" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "level" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "metadata" JSONB,
    "event_id" UUID,

    CONSTRAINT "resource_logs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "organization_id" UUID NOT NULL,
    "token_id" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "status" INTEGER,
    "headers" JSONB,
    "body" TEXT,
    "error" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("organization_id","token_id","method","path","key")
);

-- CreateTable
CREATE TABLE "rate_limit_windows" (
    "organization_id" UUID NOT NULL,
    "window_start" TIMESTAMPTZ(3) NOT NULL,
    "used" INTEGER NOT NULL,

    CONSTRAINT "rate_limit_windows_pkey" PRIMARY KEY ("organization_id","window_start")
);

-- CreateTable
CREATE TABLE "provider_calls" (
    "id" UUID NOT NULL,
    "organization_id" UUID NOT NULL,
    "resource_key" TEXT COLLATE "C" NOT NULL,
    "method" TEXT NOT NULL,
    "arguments" JSONB NOT NULL DEFAULT '{}',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "claimed_at" TIMESTAMPTZ(3),

    CONSTRAINT "provider_calls_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "provider_call_chunks" (
    "call_id" UUID NOT NULL,
    "sequence" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "body" JSONB NOT NULL,

    CONSTRAINT "provider_call_chunks_pkey" PRIMARY KEY ("call_id","sequence")
);

-- CreateTable
CREATE TABLE "workers" (
    "id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "heartbeat_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "workers_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "users_email_key" ON "users"("email");

-- CreateIndex
CREATE INDEX "memberships_user_id_idx" ON "memberships"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_tokens_token_hash_key" ON "api_tokens"("token_hash");

-- CreateIndex
CREATE INDEX "api_tokens_organization_id_created_at_id_idx" ON "api_tokens"("organization_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "api_tokens_organization_id_user_id_idx" ON "api_tokens"("organization_id", "user_id");

-- CreateIndex
CREATE INDEX "session_revocations_user_id_idx" ON "session_revocations"("user_id");

-- CreateIndex
CREATE INDEX "login_codes_organization_id_user_id_idx" ON "login_codes"("organization_id", "user_id");

-- CreateIndex
CREATE INDEX "login_codes_expires_at_idx" ON "login_codes"("expires_at");

-- CreateIndex
CREATE INDEX "resources_organization_id_name_provider_resource_idx" ON "resources"("organization_id", "name", "provider", "resource");

-- CreateIndex
CREATE INDEX "resources_organization_id_provider_name_resource_idx" ON "resources"("organization_id", "provider", "name", "resource");

-- CreateIndex
CREATE INDEX "resources_organization_id_tags_idx" ON "resources" USING GIN ("organization_id" uuid_ops, "tags" array_ops);

-- CreateIndex
CREATE INDEX "resources_stale_idx" ON "resources"("stale_since") WHERE (stale_since IS NOT NULL);

-- CreateIndex
CREATE UNIQUE INDEX "resources_id_organization_id_key" ON "resources"("id", "organization_id");

-- Before its first ANALYZE a table looks tiny, and all indexes that begin with the organization look equally good. A
-- plan made then is kept until the statistics come: it read every row of an organization for each look-up by key. So
-- what looks up one row begins with what tells rows apart, and of equals PostgreSQL takes the index made last.
ALTER TABLE "resources" ADD CONSTRAINT "resources_pkey" PRIMARY KEY ("key", "organization_id");

-- CreateIndex
CREATE INDEX "edges_to_key_organization_id_kind_from_key_idx" ON "edges"("to_key", "organization_id", "kind", "from_key");

-- CreateIndex
CREATE INDEX "events_unsettled_idx" ON "events"("lease_owner") WHERE (settled_at IS NULL);

-- CreateIndex
CREATE INDEX "resource_changes_organization_id_resource_key_id_idx" ON "resource_changes"("organization_id", "resource_key", "id" DESC);

-- CreateIndex
CREATE INDEX "resource_changes_xid_idx" ON "resource_changes"("xid");

-- CreateIndex
CREATE INDEX "dead_letters_organization_id_failed_at_event_id_idx" ON "dead_letters"("organization_id", "failed_at", "event_id");

-- CreateIndex
CREATE INDEX "dead_letters_organization_id_resource_key_idx" ON "dead_letters"("organization_id", "resource_key");

-- CreateIndex
CREATE UNIQUE INDEX "provider_types_organization_id_provider_resource_key" ON "provider_types"("organization_id", "provider", "resource");

-- CreateIndex
CREATE INDEX "audit_entries_organization_id_id_idx" ON "audit_entries"("organization_id", "id" DESC);

-- CreateIndex
CREATE INDEX "resource_logs_organization_id_resource_key_id_idx" ON "resource_logs"("organization_id", "resource_key", "id" DESC);

-- CreateIndex
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");

-- CreateIndex
CREATE INDEX "provider_calls_expires_at_idx" ON "provider_calls"("expires_at");

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "memberships"("organization_id", "user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "login_codes" ADD CONSTRAINT "login_codes_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "memberships"("organization_id", "user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "files" ADD CONSTRAINT "files_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organizations"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "provider_call_chunks" ADD CONSTRAINT "provider_call_chunks_call_id_fkey" FOREIGN KEY ("call_id") REFERENCES "provider_calls"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Rows change state several times in quick succession, so room is left for in-page updates (fillfactor above),
-- and small tables that churn are vacuumed early.
ALTER TABLE "rate_limit_windows" SET (autovacuum_vacuum_scale_factor = 0.01);

-- Adds a job to the queue without the NOTIFY that graphile-worker's own functions send: NOTIFY holds a global lock
-- through commit and so ends group commit. Whoever commits wakes the workers afterwards, once for many.
-- Writes the private table of the exact version that package.json pins; a test compares the row with add_job's.
CREATE FUNCTION "enqueue_job"(task text, payload json, run_at timestamptz DEFAULT now()) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  job_id bigint;
BEGIN
  INSERT INTO graphile_worker._private_jobs (task_id, payload, run_at, max_attempts, priority)
  SELECT tasks.id, enqueue_job.payload, enqueue_job.run_at, 25, 0
  FROM graphile_worker._private_tasks AS tasks
  WHERE tasks.identifier = enqueue_job.task
  RETURNING id INTO job_id;
  IF job_id IS NULL THEN
    RAISE EXCEPTION 'Unknown task %: it is registered by a migration', enqueue_job.task;
  END IF;
  RETURN job_id;
END;
$$;

INSERT INTO graphile_worker._private_tasks (identifier)
VALUES ('reconcile'), ('provider-call'), ('prune')
ON CONFLICT DO NOTHING;

-- Has the worker look at one resource. Jobs are hints: what is to be done is read from the rows.
CREATE FUNCTION "enqueue_reconcile"(organization uuid, subject text, run_at timestamptz DEFAULT now()) RETURNS bigint
LANGUAGE plpgsql AS $$
BEGIN
  RETURN enqueue_job('reconcile', json_build_object('organizationId', organization, 'key', subject), run_at);
END;
$$;

-- Has the worker look at everything that waits for a resource: dependents that are pending or stale, and deletions
-- that wait for it to be ready again. A volatile function, so that each statement in it sees what was committed until
-- then, also after the caller's statement waited for a row lock. Without that, a dependent committed during the wait
-- would be missed, and nobody would look at it again.
CREATE FUNCTION "wake_dependents"(organization uuid, subject text) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  woken bigint;
BEGIN
  SELECT count(enqueue_reconcile(organization, waiting.key)) INTO woken
  FROM (
    SELECT e.from_key AS key
    FROM edges e
    WHERE e.organization_id = organization AND e.to_key = subject AND e.kind = 'dependency' AND EXISTS (
      -- OFFSET 0 makes it one look-up a row, whatever the statistics say.
      SELECT 1 FROM resources r
      WHERE r.organization_id = organization AND r.key = e.from_key
        AND (r.lifecycle_state = 'pending' OR r.stale_since IS NOT NULL)
      OFFSET 0
    )
    UNION ALL
    SELECT e.to_key
    FROM edges e
    WHERE e.organization_id = organization AND e.from_key = subject AND e.kind = 'await'
  ) AS waiting;
  RETURN woken;
END;
$$;

-- Whether anything that depends on a resource has resolved it before: an earlier one of the same name, when the
-- resource itself was never provisioned.
CREATE FUNCTION "has_resolved_dependents"(organization uuid, subject text) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  RETURN EXISTS (
    SELECT 1
    FROM edges e
    WHERE e.organization_id = organization AND e.to_key = subject AND e.kind = 'dependency' AND EXISTS (
      SELECT 1 FROM resources r
      WHERE r.organization_id = organization AND r.key = e.from_key
        AND r.lifecycle_state <> 'draft' AND r.deleting_since IS NULL
        AND NOT (r.lifecycle_state = 'pending' AND r.resolved_config IS NULL)
      OFFSET 0
    )
  );
END;
$$;

-- Removes the edges of a resource that is gone, and has the worker look at the deletions that waited for that: of what
-- it depended on, was owned by, or was detached from.
CREATE FUNCTION "remove_edges"(organization uuid, subject text) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  woken bigint;
BEGIN
  SELECT count(enqueue_reconcile(organization, waiting.key)) INTO woken
  FROM (
    SELECT DISTINCT r.key
    FROM edges e JOIN resources r ON r.organization_id = e.organization_id AND r.key = e.to_key
    WHERE e.organization_id = organization AND e.from_key = subject AND r.deleting_since IS NOT NULL
  ) AS waiting;
  DELETE FROM edges e WHERE e.organization_id = organization
    AND (e.from_key = subject OR (e.to_key = subject AND e.kind = 'await'));
  RETURN woken;
END;
$$;

-- All resources that the given ones lead to, themselves included.
CREATE FUNCTION "reachable_keys"(organization uuid, targets text[]) RETURNS text[]
LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  RETURN ARRAY(
    WITH RECURSIVE reached(key) AS (
      SELECT t.key COLLATE "C" FROM unnest(targets) AS t(key)
      UNION
      SELECT e.to_key
      FROM reached CROSS JOIN LATERAL (
        SELECT x.to_key, x.kind FROM edges x
        WHERE x.organization_id = organization AND x.from_key = reached.key OFFSET 0
      ) AS e
      WHERE e.kind <> 'await'
    )
    SELECT key FROM reached
  );
END;
$$;

-- Whether edges from a resource to targets would close a cycle, as of now and until the transaction ends.
--
-- Two applies at once can close a cycle that neither of them sees. So each locks its own resource, and in shared mode
-- all that its targets lead to. In a cycle closed by several, each one's resource is among what another's targets lead
-- to: they wait for each other, and the last sees the edges of all. Where nothing is shared nobody waits. The function
-- is volatile: each statement in it sees what was committed before it, also after waiting for a lock.
--
-- Locks are taken in the order of the keys. Where the graph grew meanwhile more are taken out of order; should two
-- block each other that way, Postgres ends one, which is then repeated. Where many would be needed, the one lock of
-- the organization's graph stands for all; everybody else holds that in shared mode.
CREATE FUNCTION "lock_edges_and_reach"(organization uuid, subject text, targets text[]) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
  graph bigint := hashtextextended('graph:' || organization::text, 0);
  most constant int := 256;
  held text[] := '{}';
  reached text[] := reachable_keys(organization, targets);
  item text;
BEGIN
  IF cardinality(targets) = 0 THEN
    RETURN false;
  END IF;
  IF cardinality(reached) > most THEN
    PERFORM pg_advisory_xact_lock(graph);
    RETURN subject = ANY (reachable_keys(organization, targets));
  END IF;
  PERFORM pg_advisory_xact_lock_shared(graph);
  LOOP
    FOR item IN SELECT DISTINCT k FROM unnest(reached || subject) AS u(k) WHERE k <> ALL (held) ORDER BY k LOOP
      IF item = subject THEN
        PERFORM pg_advisory_xact_lock(hashtextextended('edges:' || organization::text || item, 0));
      ELSE
        PERFORM pg_advisory_xact_lock_shared(hashtextextended('edges:' || organization::text || item, 0));
      END IF;
      held := held || item;
    END LOOP;
    reached := reachable_keys(organization, targets);
    IF subject = ANY (reached) THEN
      RETURN true;
    END IF;
    EXIT WHEN reached <@ held;
    IF cardinality(reached) > most THEN
      RAISE EXCEPTION 'The graph grew meanwhile' USING ERRCODE = 'serialization_failure';
    END IF;
  END LOOP;
  RETURN false;
END;
$$;

-- The bytes of a pragma/file go with its row, whichever way the row goes: otherwise a later file of that name would
-- come up with them.
CREATE FUNCTION "remove_file_bytes"() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM files f WHERE f.organization_id = OLD.organization_id AND f.name = OLD.name;
  DELETE FROM blob_parts b
  WHERE b.organization_id = OLD.organization_id AND starts_with(b.key, 'file/' || OLD.name || '/');
  RETURN NULL;
END;
$$;

CREATE TRIGGER "remove_file_bytes" AFTER DELETE ON "resources"
FOR EACH ROW WHEN (OLD.provider = 'pragma' AND OLD.resource = 'file')
EXECUTE FUNCTION "remove_file_bytes"();
