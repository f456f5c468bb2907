-- The schema "public" after all migrations: to read, and to see in a change what a migration does. Written by
-- pnpm --filter @pragma/db schema:dump; a test holds it against a migrated database.

CREATE TABLE api_tokens (
  id uuid NOT NULL,
  organization_id uuid NOT NULL,
  user_id uuid NOT NULL,
  name text NOT NULL,
  prefix text NOT NULL,
  token_hash bytea NOT NULL,
  scopes text[],
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamp(3) with time zone,
  last_used_at timestamp(3) with time zone,
  revoked_at timestamp(3) with time zone,
  CONSTRAINT api_tokens_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES memberships(organization_id, user_id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT api_tokens_pkey PRIMARY KEY (id)
);

CREATE TABLE audit_entries (
  id bigint NOT NULL DEFAULT nextval('audit_entries_id_seq'::regclass),
  organization_id uuid NOT NULL,
  "timestamp" timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  actor jsonb NOT NULL,
  action text NOT NULL,
  target text NOT NULL,
  outcome text NOT NULL,
  correlation_id text NOT NULL,
  details jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT audit_entries_pkey PRIMARY KEY (id)
);

CREATE TABLE blob_parts (
  organization_id uuid NOT NULL,
  key text NOT NULL,
  part integer NOT NULL,
  content bytea NOT NULL,
  CONSTRAINT blob_parts_pkey PRIMARY KEY (organization_id, key, part)
);

CREATE TABLE dead_letters (
  event_id uuid NOT NULL,
  organization_id uuid NOT NULL,
  resource_key text NOT NULL,
  event_type text NOT NULL,
  payload json NOT NULL,
  error_message text NOT NULL,
  attempt_count integer NOT NULL,
  failed_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  correlation_id text NOT NULL,
  CONSTRAINT dead_letters_pkey PRIMARY KEY (event_id)
);

CREATE TABLE deferred_looks (
  id bigint NOT NULL DEFAULT nextval('deferred_looks_id_seq'::regclass),
  due_at timestamp(3) with time zone NOT NULL,
  worker text,
  organization_ids uuid[],
  keys text[],
  CONSTRAINT deferred_looks_pkey PRIMARY KEY (id)
);

CREATE TABLE edges (
  organization_id uuid NOT NULL,
  from_key text NOT NULL,
  to_key text NOT NULL,
  kind text NOT NULL,
  CONSTRAINT edges_pkey PRIMARY KEY (from_key, organization_id, to_key, kind)
);

CREATE TABLE email_confirmations (
  user_id uuid NOT NULL,
  email text NOT NULL,
  token_hash bytea,
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT email_confirmations_pkey PRIMARY KEY (user_id),
  CONSTRAINT email_confirmations_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON UPDATE CASCADE ON DELETE CASCADE
);

CREATE TABLE events (
  id uuid NOT NULL,
  organization_id uuid NOT NULL,
  resource_key text NOT NULL,
  event_type text NOT NULL,
  generation integer NOT NULL,
  payload json,
  previous_config json,
  attempt integer NOT NULL DEFAULT 0,
  correlation_id text NOT NULL,
  actor json NOT NULL,
  not_before timestamp(3) with time zone,
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  published_at timestamp(3) with time zone,
  settled_at timestamp(3) with time zone,
  CONSTRAINT events_pkey PRIMARY KEY (id)
) WITH (fillfactor=80);

CREATE TABLE files (
  organization_id uuid NOT NULL,
  name text NOT NULL,
  checksum text NOT NULL,
  content_type text NOT NULL,
  size integer NOT NULL,
  source text NOT NULL,
  uploaded_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT files_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT files_pkey PRIMARY KEY (organization_id, name, checksum)
);

CREATE TABLE former_slugs (
  slug text NOT NULL,
  organization_id uuid NOT NULL,
  expires_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT former_slugs_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT former_slugs_pkey PRIMARY KEY (slug)
);

CREATE TABLE idempotency_keys (
  organization_id uuid NOT NULL,
  token_id text NOT NULL,
  method text NOT NULL,
  path text NOT NULL,
  key text NOT NULL,
  fingerprint text NOT NULL,
  status integer,
  headers json,
  body text,
  error json,
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT idempotency_keys_pkey PRIMARY KEY (organization_id, token_id, method, path, key)
);

CREATE TABLE inactive_resources (
  organization_id uuid NOT NULL,
  state text NOT NULL,
  name text NOT NULL,
  provider text NOT NULL,
  resource text NOT NULL,
  CONSTRAINT inactive_resources_pkey PRIMARY KEY (organization_id, state, name, provider, resource)
);

CREATE TABLE invitations (
  id uuid NOT NULL,
  organization_id uuid NOT NULL,
  role text NOT NULL,
  email text,
  token_hash bytea NOT NULL,
  created_by uuid NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamp(3) with time zone NOT NULL,
  accepted_at timestamp(3) with time zone,
  accepted_by uuid,
  revoked_at timestamp(3) with time zone,
  CONSTRAINT invitations_created_by_fkey FOREIGN KEY (created_by) REFERENCES users(id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT invitations_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT invitations_pkey PRIMARY KEY (id),
  CONSTRAINT invitations_role_check CHECK ((role = ANY (ARRAY['viewer'::text, 'member'::text, 'admin'::text, 'owner'::text])))
);

CREATE TABLE leases (
  organization_id uuid NOT NULL,
  resource_key text NOT NULL,
  id uuid NOT NULL,
  event_id uuid NOT NULL,
  owner text NOT NULL,
  expires_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT leases_pkey PRIMARY KEY (resource_key, organization_id)
) WITH (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000, fillfactor=80);

CREATE TABLE login_codes (
  code_hash bytea NOT NULL,
  organization_id uuid NOT NULL,
  user_id uuid NOT NULL,
  code_challenge text NOT NULL,
  name text NOT NULL,
  scopes text[],
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamp(3) with time zone NOT NULL,
  used_at timestamp(3) with time zone,
  token_id uuid,
  CONSTRAINT login_codes_organization_id_user_id_fkey FOREIGN KEY (organization_id, user_id) REFERENCES memberships(organization_id, user_id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT login_codes_pkey PRIMARY KEY (code_hash)
);

CREATE TABLE logins (
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  organization_id uuid,
  secret_hash bytea NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  last_seen_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamp(3) with time zone NOT NULL,
  user_agent text,
  address text NOT NULL,
  CONSTRAINT logins_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON UPDATE CASCADE ON DELETE SET NULL,
  CONSTRAINT logins_pkey PRIMARY KEY (id),
  CONSTRAINT logins_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON UPDATE CASCADE ON DELETE CASCADE
);

CREATE TABLE memberships (
  organization_id uuid NOT NULL,
  user_id uuid NOT NULL,
  role text NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT memberships_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT memberships_pkey PRIMARY KEY (organization_id, user_id),
  CONSTRAINT memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON UPDATE CASCADE ON DELETE CASCADE
);

CREATE TABLE oauth_accounts (
  provider text NOT NULL,
  provider_account_id text NOT NULL,
  user_id uuid NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT oauth_accounts_pkey PRIMARY KEY (provider, provider_account_id),
  CONSTRAINT oauth_accounts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON UPDATE CASCADE ON DELETE CASCADE
);

CREATE UNLOGGED TABLE open_streams (
  id uuid NOT NULL,
  token_id text NOT NULL,
  replica uuid NOT NULL,
  expires_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT open_streams_pkey PRIMARY KEY (id)
);

CREATE TABLE organization_limits (
  organization_id uuid NOT NULL,
  name text NOT NULL,
  value bigint NOT NULL,
  updated_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT organization_limits_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT organization_limits_pkey PRIMARY KEY (organization_id, name)
);

CREATE TABLE organizations (
  id uuid NOT NULL,
  name text NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  may_push boolean NOT NULL DEFAULT false,
  slug text NOT NULL,
  CONSTRAINT organizations_pkey PRIMARY KEY (id),
  CONSTRAINT organizations_slug_form CHECK (((slug ~ '^[a-z0-9][a-z0-9-]{1,38}$'::text) AND (slug !~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'::text)))
);

CREATE TABLE pending_looks (
  organization_id uuid NOT NULL,
  provider text NOT NULL,
  id bigint NOT NULL DEFAULT nextval('pending_looks_id_seq'::regclass),
  key text NOT NULL,
  enqueued_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT pending_looks_pkey PRIMARY KEY (organization_id, provider, id)
);

CREATE TABLE provider_build_logs (
  organization_id uuid NOT NULL,
  provider text NOT NULL,
  version text NOT NULL,
  sequence integer NOT NULL,
  text text NOT NULL,
  CONSTRAINT provider_build_logs_organization_id_provider_version_fkey FOREIGN KEY (organization_id, provider, version) REFERENCES provider_builds(organization_id, provider, version) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT provider_build_logs_pkey PRIMARY KEY (organization_id, provider, version, sequence)
);

CREATE TABLE provider_builds (
  organization_id uuid NOT NULL,
  provider text NOT NULL,
  version text NOT NULL,
  status text NOT NULL,
  error_message text,
  source_hash text NOT NULL,
  artefact_hash text,
  network text,
  network_override text,
  types json,
  attempt integer NOT NULL DEFAULT 0,
  log_bytes integer NOT NULL DEFAULT 0,
  log_sequence integer NOT NULL DEFAULT 0,
  pushed_by jsonb NOT NULL,
  correlation_id text NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  finished_at timestamp(3) with time zone,
  CONSTRAINT provider_builds_pkey PRIMARY KEY (organization_id, provider, version),
  CONSTRAINT provider_builds_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'building'::text, 'success'::text, 'failed'::text])))
);

CREATE TABLE provider_call_chunks (
  call_id uuid NOT NULL,
  sequence integer NOT NULL,
  kind text NOT NULL,
  body jsonb NOT NULL,
  CONSTRAINT provider_call_chunks_call_id_fkey FOREIGN KEY (call_id) REFERENCES provider_calls(id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT provider_call_chunks_pkey PRIMARY KEY (call_id, sequence)
);

CREATE TABLE provider_calls (
  id uuid NOT NULL,
  organization_id uuid NOT NULL,
  resource_key text NOT NULL,
  method text NOT NULL,
  arguments jsonb NOT NULL DEFAULT '{}'::jsonb,
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamp(3) with time zone NOT NULL,
  claimed_at timestamp(3) with time zone,
  CONSTRAINT provider_calls_pkey PRIMARY KEY (id)
);

CREATE TABLE provider_deployments (
  organization_id uuid NOT NULL,
  provider text NOT NULL,
  serving_version text,
  wanted_version text NOT NULL,
  status text NOT NULL,
  error text,
  network text,
  attempt integer NOT NULL DEFAULT 0,
  actor jsonb NOT NULL,
  correlation_id text NOT NULL,
  deleting_since timestamp(3) with time zone,
  updated_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  tries integer NOT NULL DEFAULT 0,
  CONSTRAINT provider_deployments_pkey PRIMARY KEY (organization_id, provider),
  CONSTRAINT provider_deployments_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'progressing'::text, 'available'::text, 'failed'::text])))
);

CREATE TABLE provider_health (
  organization_id uuid NOT NULL,
  provider text NOT NULL,
  healthy boolean NOT NULL,
  message text,
  updated_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT provider_health_pkey PRIMARY KEY (organization_id, provider)
);

CREATE TABLE provider_types (
  id bigint NOT NULL DEFAULT nextval('provider_types_id_seq'::regclass),
  organization_id uuid NOT NULL,
  provider text NOT NULL,
  resource text NOT NULL,
  version text NOT NULL,
  schema jsonb NOT NULL,
  outputs_schema jsonb NOT NULL,
  description text,
  tags text[],
  capabilities text[],
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  leaving boolean NOT NULL DEFAULT false,
  CONSTRAINT provider_types_pkey PRIMARY KEY (id)
);

CREATE TABLE quota_counts (
  organization_id uuid NOT NULL,
  name text NOT NULL,
  used bigint NOT NULL,
  count_after timestamp(6) with time zone NOT NULL,
  CONSTRAINT quota_counts_pkey PRIMARY KEY (organization_id, name)
);

CREATE TABLE quota_leases (
  organization_id uuid NOT NULL,
  name text NOT NULL,
  holder uuid NOT NULL,
  outstanding bigint NOT NULL,
  expires_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT quota_leases_pkey PRIMARY KEY (organization_id, name, holder)
);

CREATE TABLE rate_limit_windows (
  organization_id uuid NOT NULL,
  window_start timestamp(3) with time zone NOT NULL,
  used integer NOT NULL,
  CONSTRAINT rate_limit_windows_pkey PRIMARY KEY (organization_id, window_start)
) WITH (autovacuum_vacuum_scale_factor=0.01);

CREATE TABLE resource_changes (
  id bigint NOT NULL DEFAULT nextval('resource_changes_id_seq'::regclass),
  xid bigint NOT NULL DEFAULT ((pg_current_xact_id())::text)::bigint,
  organization_id uuid NOT NULL,
  resource_key text NOT NULL,
  "timestamp" timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  event_type text NOT NULL,
  from_state text,
  to_state text,
  generation integer NOT NULL,
  changes json NOT NULL DEFAULT '[]'::json,
  error text,
  actor json NOT NULL,
  correlation_id text NOT NULL,
  event_id uuid,
  CONSTRAINT resource_changes_pkey PRIMARY KEY (id)
);

CREATE TABLE resource_logs (
  id bigint NOT NULL DEFAULT nextval('resource_logs_id_seq'::regclass),
  organization_id uuid NOT NULL,
  resource_key text NOT NULL,
  "timestamp" timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  level text NOT NULL,
  message text NOT NULL,
  metadata jsonb,
  event_id uuid,
  CONSTRAINT resource_logs_pkey PRIMARY KEY (id)
);

CREATE TABLE resources (
  organization_id uuid NOT NULL,
  key text NOT NULL,
  id text NOT NULL,
  provider text NOT NULL,
  resource text NOT NULL,
  name text NOT NULL,
  config json NOT NULL,
  resolved_config json,
  handed_config json,
  applied_config json,
  outputs json,
  dependencies json NOT NULL DEFAULT '[]'::json,
  explicit_dependencies integer NOT NULL DEFAULT 0,
  owner_references json NOT NULL DEFAULT '[]'::json,
  tags text[],
  has_tags boolean NOT NULL DEFAULT false,
  lifecycle_state text NOT NULL,
  error text,
  error_facts json,
  generation integer NOT NULL DEFAULT 1,
  observed_generation integer NOT NULL DEFAULT 0,
  pending_event_id uuid,
  provisioned boolean NOT NULL DEFAULT false,
  deletion_protected boolean NOT NULL DEFAULT false,
  deleting_since timestamp(3) with time zone,
  stale_since timestamp(3) with time zone,
  state_changed_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  ready_changed_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  applied_by json NOT NULL,
  version bigint NOT NULL DEFAULT nextval('resources_version_seq'::regclass),
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  running_dependencies text[],
  sealed_whole boolean NOT NULL DEFAULT false,
  CONSTRAINT resources_pkey PRIMARY KEY (key, organization_id)
) WITH (fillfactor=70);

CREATE TABLE session_revocations (
  id text NOT NULL,
  user_id uuid,
  revoked_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamp(3) with time zone NOT NULL,
  CONSTRAINT session_revocations_pkey PRIMARY KEY (id)
);

CREATE TABLE sign_in_attempts (
  key_hash bytea NOT NULL,
  started_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  attempts integer NOT NULL,
  CONSTRAINT sign_in_attempts_pkey PRIMARY KEY (key_hash)
);

CREATE TABLE signing_keys (
  kid text NOT NULL,
  public_jwk jsonb NOT NULL,
  private_jwk jsonb NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  retired_at timestamp(3) with time zone,
  CONSTRAINT signing_keys_pkey PRIMARY KEY (kid)
);

CREATE UNLOGGED TABLE stream_epochs (
  id integer NOT NULL,
  token text NOT NULL,
  server_started_at timestamp(6) with time zone NOT NULL,
  CONSTRAINT stream_epochs_pkey PRIMARY KEY (id)
);

CREATE TABLE sub_resource_drops (
  organization_id uuid NOT NULL,
  key text NOT NULL,
  owner_key text NOT NULL,
  event_id uuid NOT NULL,
  applied_by json NOT NULL,
  correlation_id text NOT NULL,
  reason text,
  attempts integer NOT NULL DEFAULT 0,
  not_before timestamp(3) with time zone NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT sub_resource_drops_pkey PRIMARY KEY (key, organization_id)
);

CREATE TABLE type_seals (
  organization_id uuid NOT NULL,
  provider text NOT NULL,
  in_hand uuid[] NOT NULL,
  requested_at timestamp(6) with time zone NOT NULL DEFAULT clock_timestamp(),
  not_before timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT type_seals_pkey PRIMARY KEY (organization_id, provider)
);

CREATE TABLE type_versions (
  organization_id uuid NOT NULL,
  version bigint NOT NULL DEFAULT nextval('type_versions_version_seq'::regclass),
  CONSTRAINT type_versions_pkey PRIMARY KEY (organization_id)
);

CREATE TABLE users (
  id uuid NOT NULL,
  email text NOT NULL,
  name text,
  password_hash text,
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  last_organization_id uuid,
  email_proven_at timestamp(3) with time zone,
  operator boolean NOT NULL DEFAULT false,
  CONSTRAINT users_pkey PRIMARY KEY (id)
);

CREATE TABLE workers (
  id text NOT NULL,
  started_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  heartbeat_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  sandbox text,
  filters_network boolean,
  CONSTRAINT workers_pkey PRIMARY KEY (id)
);

CREATE INDEX api_tokens_organization_id_created_at_id_idx ON public.api_tokens USING btree (organization_id, created_at, id);

CREATE INDEX api_tokens_organization_id_user_id_idx ON public.api_tokens USING btree (organization_id, user_id);

CREATE UNIQUE INDEX api_tokens_token_hash_key ON public.api_tokens USING btree (token_hash);

CREATE INDEX audit_entries_by_organization_idx ON public.audit_entries USING btree (organization_id, ((id + 0)) DESC);

CREATE INDEX dead_letters_organization_id_failed_at_event_id_idx ON public.dead_letters USING btree (organization_id, failed_at, event_id);

CREATE INDEX dead_letters_organization_id_resource_key_idx ON public.dead_letters USING btree (organization_id, resource_key);

CREATE INDEX deferred_looks_due_at_idx ON public.deferred_looks USING btree (due_at);

CREATE INDEX edges_running_idx ON public.edges USING btree (organization_id, to_key) WHERE (kind = 'running'::text);

CREATE INDEX edges_to_key_organization_id_kind_from_key_idx ON public.edges USING btree (to_key, organization_id, kind, from_key);

CREATE UNIQUE INDEX email_confirmations_token_hash_key ON public.email_confirmations USING btree (token_hash);

CREATE INDEX events_unsettled_idx ON public.events USING btree (organization_id, resource_key) WHERE (settled_at IS NULL);

CREATE INDEX former_slugs_organization_id_idx ON public.former_slugs USING btree (organization_id);

CREATE INDEX idempotency_keys_created_at_idx ON public.idempotency_keys USING btree (created_at);

CREATE INDEX invitations_created_by_idx ON public.invitations USING btree (created_by);

CREATE INDEX invitations_email_idx ON public.invitations USING btree (email);

CREATE INDEX invitations_organization_id_created_at_idx ON public.invitations USING btree (organization_id, created_at);

CREATE UNIQUE INDEX invitations_token_hash_key ON public.invitations USING btree (token_hash);

CREATE INDEX login_codes_expires_at_idx ON public.login_codes USING btree (expires_at);

CREATE INDEX login_codes_organization_id_user_id_idx ON public.login_codes USING btree (organization_id, user_id);

CREATE INDEX logins_organization_id_idx ON public.logins USING btree (organization_id);

CREATE UNIQUE INDEX logins_secret_hash_key ON public.logins USING btree (secret_hash);

CREATE INDEX logins_user_id_idx ON public.logins USING btree (user_id);

CREATE INDEX memberships_user_id_idx ON public.memberships USING btree (user_id);

CREATE INDEX oauth_accounts_user_id_idx ON public.oauth_accounts USING btree (user_id);

CREATE INDEX open_streams_replica_idx ON public.open_streams USING btree (replica);

CREATE INDEX open_streams_token_id_idx ON public.open_streams USING btree (token_id);

CREATE UNIQUE INDEX organizations_slug_key ON public.organizations USING btree (slug);

CREATE INDEX provider_builds_unfinished_idx ON public.provider_builds USING btree (created_at) WHERE (status = ANY (ARRAY['pending'::text, 'building'::text]));

CREATE INDEX provider_calls_expires_at_idx ON public.provider_calls USING btree (expires_at);

CREATE INDEX provider_deployments_deleting_idx ON public.provider_deployments USING btree (deleting_since) WHERE (deleting_since IS NOT NULL);

CREATE INDEX provider_deployments_unfinished_idx ON public.provider_deployments USING btree (updated_at) WHERE (status = ANY (ARRAY['pending'::text, 'progressing'::text]));

CREATE UNIQUE INDEX provider_types_organization_id_provider_resource_key ON public.provider_types USING btree (organization_id, provider, resource);

CREATE INDEX resource_changes_by_resource_idx ON public.resource_changes USING btree (organization_id, resource_key, ((id + 0)) DESC);

CREATE INDEX resource_changes_organization_id_timestamp_idx ON public.resource_changes USING btree (organization_id, "timestamp");

CREATE INDEX resource_changes_xid_idx ON public.resource_changes USING btree (xid);

CREATE INDEX resource_logs_by_resource_idx ON public.resource_logs USING btree (organization_id, resource_key, ((id + 0)) DESC);

CREATE INDEX resources_deleting_idx ON public.resources USING btree (organization_id, key) WHERE (deleting_since IS NOT NULL);

CREATE UNIQUE INDEX resources_id_organization_id_key ON public.resources USING btree (id, organization_id);

CREATE INDEX resources_organization_id_name_provider_resource_idx ON public.resources USING btree (organization_id, name, provider, resource);

CREATE INDEX resources_organization_id_provider_name_resource_idx ON public.resources USING btree (organization_id, provider, name, resource);

CREATE INDEX resources_organization_id_tags_idx ON public.resources USING gin (organization_id, tags);

CREATE INDEX resources_stale_idx ON public.resources USING btree (stale_since) WHERE (stale_since IS NOT NULL);

CREATE INDEX resources_text_idx ON public.resources USING gin (organization_id, key gin_trgm_ops) WITH (gin_pending_list_limit='1024');

CREATE INDEX session_revocations_user_id_idx ON public.session_revocations USING btree (user_id);

CREATE INDEX sub_resource_drops_not_before_idx ON public.sub_resource_drops USING btree (not_before);

CREATE UNIQUE INDEX users_email_key ON public.users USING btree (email);

CREATE TRIGGER give_slug BEFORE INSERT ON public.organizations FOR EACH ROW WHEN ((new.slug IS NULL)) EXECUTE FUNCTION give_slug();

CREATE TRIGGER renew_types_version AFTER INSERT OR DELETE OR UPDATE ON public.provider_types FOR EACH ROW EXECUTE FUNCTION renew_types_version();

CREATE TRIGGER note_inactive_at_delete AFTER DELETE ON public.resources FOR EACH ROW WHEN ((old.lifecycle_state = ANY (ARRAY['draft'::text, 'failed'::text]))) EXECUTE FUNCTION note_inactive_resource();

CREATE TRIGGER note_inactive_at_insert AFTER INSERT ON public.resources FOR EACH ROW WHEN ((new.lifecycle_state = ANY (ARRAY['draft'::text, 'failed'::text]))) EXECUTE FUNCTION note_inactive_resource();

CREATE TRIGGER note_inactive_at_update AFTER UPDATE OF lifecycle_state ON public.resources FOR EACH ROW WHEN (((old.lifecycle_state <> new.lifecycle_state) AND ((old.lifecycle_state = ANY (ARRAY['draft'::text, 'failed'::text])) OR (new.lifecycle_state = ANY (ARRAY['draft'::text, 'failed'::text]))))) EXECUTE FUNCTION note_inactive_resource();

CREATE TRIGGER remove_file_bytes AFTER DELETE ON public.resources FOR EACH ROW WHEN (((old.provider = 'pragma'::text) AND (old.resource = 'file'::text))) EXECUTE FUNCTION remove_file_bytes();

CREATE OR REPLACE FUNCTION public.affected_keys(organization uuid, subject text, spared text[])
 RETURNS text[]
 LANGUAGE plpgsql
AS $function$
BEGIN
  RETURN ARRAY(
    WITH RECURSIVE affected(key, marks) AS (
      SELECT subject COLLATE "C", true
      UNION
      SELECT r.key, r.stale_since IS NULL AND r.lifecycle_state <> 'draft' AND r.deleting_since IS NULL
      FROM affected a CROSS JOIN LATERAL (
        SELECT * FROM edges x WHERE x.organization_id = organization AND x.to_key = a.key OFFSET 0
      ) AS e CROSS JOIN LATERAL (
        SELECT * FROM resources x WHERE x.organization_id = organization AND x.key = e.from_key OFFSET 0
      ) AS r
      WHERE a.marks AND e.kind = 'dependency'
        AND (a.key <> subject OR e.from_key NOT IN (SELECT s.key COLLATE "C" FROM unnest(spared) AS s(key)))
    )
    SELECT DISTINCT a.key FROM affected a WHERE a.key <> subject
  );
END;
$function$
;

CREATE OR REPLACE FUNCTION public.awaited_keys(organization uuid, starts text[])
 RETURNS text[]
 LANGUAGE plpgsql
AS $function$
BEGIN
  RETURN ARRAY(
    WITH RECURSIVE reached(key) AS (
      SELECT s.key FROM unnest(starts) AS s(key)
      UNION
      SELECT w.key FROM reached CROSS JOIN LATERAL waits_of(organization, reached.key, '{}') AS w
    )
    SELECT key FROM reached
  );
END;
$function$
;

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

CREATE OR REPLACE FUNCTION public.enqueue_job(task text, payload json, run_at timestamp with time zone DEFAULT now())
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
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
$function$
;

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

CREATE OR REPLACE FUNCTION public.free_slug(name text, organization uuid)
 RETURNS text
 LANGUAGE plpgsql
AS $function$
DECLARE
  plain text := lower(regexp_replace(normalize(name, NFKD), '[\u0300-\u036F]', '', 'g') COLLATE "C");
  base text := btrim(left(btrim(regexp_replace(plain, '[^a-z0-9]+', '-', 'g'), '-'), 39), '-');
  candidate text := base;
  number int := 1;
BEGIN
  PERFORM lock_slugs();
  IF length(base) < 2 OR base ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' THEN
    LOOP
      candidate := 'org-' || left(md5(gen_random_uuid()::text), 6);
      EXIT WHEN is_slug_free(candidate, organization);
    END LOOP;
    RETURN candidate;
  END IF;
  WHILE NOT is_slug_free(candidate, organization) LOOP
    -- Whoever makes very many of one name gets any number: to look for the next one would take ever longer.
    number := CASE WHEN number < 100 THEN number + 1 ELSE 100000 + floor(random() * 900000)::int END;
    candidate := rtrim(left(base, 38 - length(number::text)), '-') || '-' || number;
  END LOOP;
  RETURN candidate;
END;
$function$
;

CREATE OR REPLACE FUNCTION public.give_slug()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  NEW.slug := free_slug(NEW.name, NEW.id);
  RETURN NEW;
END;
$function$
;

CREATE OR REPLACE FUNCTION public.has_awaiting_deletions(organization uuid)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
DECLARE
  target text := '';
  leaving text;
BEGIN
  LOOP
    SELECT min(e.to_key) INTO target FROM edges e
    WHERE e.organization_id = organization AND e.kind = 'running' AND e.to_key >= target COLLATE "C";
    IF target IS NULL THEN
      RETURN false;
    END IF;
    SELECT min(r.key) INTO leaving FROM resources r
    WHERE r.organization_id = organization AND r.deleting_since IS NOT NULL AND r.key >= target COLLATE "C"
      AND r.lifecycle_state <> 'failed';
    IF leaving IS NULL THEN
      RETURN false;
    END IF;
    IF leaving = target THEN
      RETURN true;
    END IF;
    target := leaving;
  END LOOP;
END;
$function$
;

CREATE OR REPLACE FUNCTION public.has_resolved_dependents(organization uuid, subject text)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
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
$function$
;

CREATE OR REPLACE FUNCTION public.hold_types(organization uuid, of_provider text, seen text)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('types:' || organization::text || ':' || of_provider, 0));
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('types:00000000-0000-0000-0000-000000000000:' || of_provider, 0));
  IF types_version(organization) IS DISTINCT FROM seen THEN
    RAISE EXCEPTION 'The types of the organization changed meanwhile' USING ERRCODE = 'serialization_failure';
  END IF;
  RETURN true;
END;
$function$
;

CREATE OR REPLACE FUNCTION public.holds_lease(organization uuid, subject text, lease uuid)
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
BEGIN
  RETURN EXISTS (
    SELECT 1 FROM leases l WHERE l.organization_id = organization AND l.resource_key = subject AND l.id = lease
  );
END;
$function$
;

CREATE OR REPLACE FUNCTION public.index_resource_texts()
 RETURNS text
 LANGUAGE plpgsql
AS $function$
DECLARE
  place text;
BEGIN
  IF to_regclass('resources_text_idx') IS NOT NULL THEN
    RETURN NULL;
  END IF;
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  SELECT extnamespace::regnamespace::text INTO place FROM pg_extension WHERE extname = 'pg_trgm';
  -- What waits to be sorted in is read by each search, so it is kept short.
  EXECUTE format(
    'CREATE INDEX resources_text_idx ON resources USING gin (organization_id uuid_ops, key %s.gin_trgm_ops)
       WITH (gin_pending_list_limit = 1024)', place);
  RETURN NULL;
EXCEPTION WHEN insufficient_privilege OR feature_not_supported OR undefined_file THEN
  RETURN SQLERRM;
END;
$function$
;

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

CREATE OR REPLACE FUNCTION public.lock_affected(organization uuid, subject text, spared text[])
 RETURNS text[]
 LANGUAGE plpgsql
AS $function$
DECLARE
  affected text[] := affected_keys(organization, subject, spared);
  locked text[];
  missed text[];
BEGIN
  WITH sorted AS MATERIALIZED (
    SELECT t.key COLLATE "C" AS key FROM unnest(affected || subject) AS t(key) ORDER BY 1
  )
  SELECT array_agg(r.key) INTO locked
  FROM sorted CROSS JOIN LATERAL (
    SELECT x.key FROM resources x WHERE x.organization_id = organization AND x.key = sorted.key
    FOR NO KEY UPDATE OFFSET 0
  ) AS r;
  LOOP
    affected := affected_keys(organization, subject, spared);
    missed := ARRAY(SELECT unnest(affected) EXCEPT SELECT unnest(locked));
    EXIT WHEN cardinality(missed) = 0;
    PERFORM lock_at_once(organization, missed);
    locked := locked || missed;
  END LOOP;
  RETURN affected;
END;
$function$
;

CREATE OR REPLACE FUNCTION public.lock_and_count_quota(organization uuid, quota text)
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('quota:' || organization::text || ':' || quota, 0));
  RETURN (SELECT c.amount FROM count_quota(organization, quota) c);
END;
$function$
;

CREATE OR REPLACE FUNCTION public.lock_at_once(organization uuid, keys text[])
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM 1 FROM unnest(keys) AS t(key) CROSS JOIN LATERAL (
    SELECT x.key FROM resources x WHERE x.organization_id = organization AND x.key = t.key
    FOR NO KEY UPDATE NOWAIT OFFSET 0
  ) AS r;
EXCEPTION WHEN lock_not_available THEN
  RAISE EXCEPTION 'The graph is being changed' USING ERRCODE = 'serialization_failure';
END;
$function$
;

CREATE OR REPLACE FUNCTION public.lock_edges_and_reach(organization uuid, subject text, targets text[])
 RETURNS boolean
 LANGUAGE plpgsql
AS $function$
DECLARE
  graph bigint := hashtextextended('graph:' || organization::text, 0);
  most constant int := current_setting('max_locks_per_transaction')::int / 2;
  wanted text[];
  reached text[];
  item text;
BEGIN
  IF cardinality(targets) = 0 THEN
    RETURN false;
  END IF;
  LOOP
    wanted := reachable_keys(organization, targets);
    IF cardinality(wanted) > most THEN
      PERFORM pg_advisory_xact_lock(graph);
      RETURN subject = ANY (reachable_keys(organization, targets));
    END IF;
    -- A block that ends in an exception gives back the locks that were taken in it.
    BEGIN
      PERFORM pg_advisory_xact_lock_shared(graph);
      FOR item IN SELECT DISTINCT k FROM unnest(wanted || subject) AS u(k) ORDER BY k LOOP
        IF item = subject THEN
          PERFORM pg_advisory_xact_lock(hashtextextended('edges:' || organization::text || item, 0));
        ELSE
          PERFORM pg_advisory_xact_lock_shared(hashtextextended('edges:' || organization::text || item, 0));
        END IF;
      END LOOP;
      reached := reachable_keys(organization, targets);
      IF subject = ANY (reached) THEN
        RETURN true;
      END IF;
      IF reached <@ wanted THEN
        RETURN false;
      END IF;
      RAISE EXCEPTION 'The graph grew meanwhile' USING ERRCODE = 'PG001';
    EXCEPTION WHEN SQLSTATE 'PG001' THEN
      NULL;
    END;
  END LOOP;
END;
$function$
;

CREATE OR REPLACE FUNCTION public.lock_slugs()
 RETURNS void
 LANGUAGE sql
AS $function$
  SELECT pg_advisory_xact_lock(hashtextextended('slugs', 0));
$function$
;

CREATE OR REPLACE FUNCTION public.lock_to_join(organization uuid, subject text, dependencies text[])
 RETURNS text[]
 LANGUAGE plpgsql
AS $function$
DECLARE
  affected text[];
  locked text[] := '{}';
  missed text[];
BEGIN
  -- Whoever marks its dependencies has it locked as long as that takes.
  PERFORM 1 FROM resources r WHERE r.organization_id = organization AND r.key = subject FOR NO KEY UPDATE;
  IF NOT EXISTS (
    SELECT 1 FROM unnest(dependencies) AS t(key) CROSS JOIN LATERAL (
      SELECT x.stale_since FROM resources x WHERE x.organization_id = organization AND x.key = t.key OFFSET 0
    ) AS r WHERE r.stale_since IS NOT NULL
  ) THEN
    RETURN NULL;
  END IF;
  LOOP
    affected := affected_keys(organization, subject, '{}');
    missed := ARRAY(SELECT unnest(affected) EXCEPT SELECT unnest(locked));
    EXIT WHEN cardinality(missed) = 0;
    PERFORM lock_at_once(organization, missed);
    locked := locked || missed;
  END LOOP;
  RETURN affected;
END;
$function$
;

CREATE OR REPLACE FUNCTION public.lock_types(organization uuid, of_provider text)
 RETURNS void
 LANGUAGE plpgsql
AS $function$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended('types:' || organization::text || ':' || of_provider, 0));
END;
$function$
;

CREATE OR REPLACE FUNCTION public.mark_stale(organization uuid, subject text, keys text[], actor json, correlation text)
 RETURNS json
 LANGUAGE plpgsql
AS $function$
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
$function$
;

CREATE OR REPLACE FUNCTION public.note_inactive_resource()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.lifecycle_state IN ('draft', 'failed') THEN
    DELETE FROM inactive_resources WHERE organization_id = OLD.organization_id AND state = OLD.lifecycle_state
      AND name = OLD.name AND provider = OLD.provider AND resource = OLD.resource;
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.lifecycle_state IN ('draft', 'failed') THEN
    INSERT INTO inactive_resources (organization_id, state, name, provider, resource)
    VALUES (NEW.organization_id, NEW.lifecycle_state, NEW.name, NEW.provider, NEW.resource);
  END IF;
  RETURN NULL;
END;
$function$
;

CREATE OR REPLACE FUNCTION public.reachable_keys(organization uuid, targets text[])
 RETURNS text[]
 LANGUAGE plpgsql
AS $function$
DECLARE
  found text[] := ARRAY(
    WITH RECURSIVE reached(key) AS (
      SELECT t.key COLLATE "C" FROM unnest(targets) AS t(key)
      UNION
      SELECT e.to_key
      FROM reached CROSS JOIN LATERAL (
        SELECT x.to_key, x.kind FROM edges x
        WHERE x.organization_id = organization AND x.from_key = reached.key OFFSET 0
      ) AS e
      WHERE e.kind <> 'running'
    )
    SELECT key FROM reached
  );
BEGIN
  IF has_awaiting_deletions(organization) THEN
    found := ARRAY(SELECT unnest(found) UNION SELECT unnest(awaited_keys(organization, targets)));
  END IF;
  RETURN found;
END;
$function$
;

CREATE OR REPLACE FUNCTION public.remove_edges(organization uuid, subject text)
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
DECLARE
  targets text[];
BEGIN
  WITH gone AS (
    DELETE FROM edges e WHERE e.organization_id = organization AND e.from_key = subject RETURNING e.to_key
  )
  SELECT array_agg(to_key) INTO targets FROM gone;
  RETURN wake_deletions(organization, targets);
END;
$function$
;

CREATE OR REPLACE FUNCTION public.remove_file_bytes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  DELETE FROM files f WHERE f.organization_id = OLD.organization_id AND f.name = OLD.name;
  DELETE FROM blob_parts b
  WHERE b.organization_id = OLD.organization_id AND starts_with(b.key, 'file/' || OLD.name || '/');
  RETURN NULL;
END;
$function$
;

CREATE OR REPLACE FUNCTION public.renew_types_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
DECLARE
  changed provider_types := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  PERFORM lock_types(changed.organization_id, changed.provider);
  INSERT INTO type_versions (organization_id) VALUES (changed.organization_id)
  ON CONFLICT (organization_id) DO UPDATE SET version = EXCLUDED.version;
  RETURN NULL;
END;
$function$
;

CREATE OR REPLACE FUNCTION public.take_looks(worker text, wanted integer, seconds integer, after uuid, round bigint, lane_room integer, lanes text[], lane_rooms integer[], organization_room integer, organizations uuid[], organization_rooms integer[])
 RETURNS json
 LANGUAGE plpgsql
 SET enable_seqscan TO 'off'
 SET enable_bitmapscan TO 'off'
AS $function$
DECLARE
  nobody constant uuid := '00000000-0000-0000-0000-000000000000';
  here uuid := after;
  wrapped boolean := false;
  found_organization uuid;
  found_provider text;
  own_providers text[];
  own_rooms int[];
  -- Whose turn it is, in order; each with its lanes, which are a slice of the arrays below.
  turns int := 0;
  turn_organizations uuid[] := '{}';
  turn_rooms int[] := '{}';
  turn_open_lanes int[] := '{}';
  lane_ends int[] := '{}';
  turn_providers text[] := '{}';
  turn_lane_rooms int[] := '{}';
  open_turns int;
  missing int := wanted;
  share int;
  room int;
  quota int;
  first int;
  lanes_to_come int;
  got text[];
  amount int;
  more boolean := false;
  next_due timestamptz;
  taken_organizations uuid[] := '{}';
  taken_keys text[] := '{}';
  batch_id bigint;
BEGIN
  SELECT min(d.due_at) INTO next_due FROM deferred_looks d;
  IF next_due <= now() THEN
    PERFORM line_up_due_looks(500);
    SELECT min(d.due_at) INTO next_due FROM deferred_looks d;
  END IF;

  WHILE turns < wanted LOOP
    SELECT l.organization_id INTO found_organization
    FROM pending_looks l WHERE l.organization_id > here ORDER BY l.organization_id LIMIT 1;
    IF found_organization IS NULL THEN
      EXIT WHEN wrapped;
      wrapped := true;
      round := round + 1;
      here := nobody;
      CONTINUE;
    END IF;
    EXIT WHEN wrapped AND found_organization > after;
    here := found_organization;
    room := COALESCE(organization_rooms[array_position(organizations, here)], organization_room);
    own_providers := '{}';
    own_rooms := '{}';
    found_provider := '';
    WHILE room > 0 LOOP
      SELECT l.provider INTO found_provider
      FROM pending_looks l WHERE l.organization_id = here AND l.provider > found_provider ORDER BY l.provider LIMIT 1;
      EXIT WHEN found_provider IS NULL;
      quota := CASE WHEN found_provider = 'pragma' THEN wanted
        ELSE COALESCE(lane_rooms[array_position(lanes, here::text || '/' || found_provider)], lane_room) END;
      IF quota > 0 THEN
        own_providers := own_providers || found_provider;
        own_rooms := own_rooms || quota;
      ELSE
        more := true;
      END IF;
    END LOOP;
    amount := cardinality(own_providers);
    IF amount = 0 THEN
      more := true;
      CONTINUE;
    END IF;
    turns := turns + 1;
    first := round % amount;
    turn_organizations := turn_organizations || here;
    turn_rooms := turn_rooms || room;
    turn_open_lanes := turn_open_lanes || amount;
    turn_providers := turn_providers || own_providers[first + 1:] || own_providers[:first];
    turn_lane_rooms := turn_lane_rooms || own_rooms[first + 1:] || own_rooms[:first];
    lane_ends := lane_ends || cardinality(turn_providers);
    more := more OR turns = wanted;
  END LOOP;

  open_turns := turns;
  WHILE missing > 0 AND open_turns > 0 LOOP
    share := greatest(1, missing / open_turns);
    FOR turn IN 1..turns LOOP
      CONTINUE WHEN turn_rooms[turn] = 0;
      room := least(share, turn_rooms[turn], missing);
      lanes_to_come := turn_open_lanes[turn];
      FOR lane IN COALESCE(lane_ends[turn - 1], 0) + 1 .. lane_ends[turn] LOOP
        EXIT WHEN room = 0;
        CONTINUE WHEN turn_lane_rooms[lane] = 0;
        quota := least((room + lanes_to_come - 1) / lanes_to_come, turn_lane_rooms[lane]);
        lanes_to_come := lanes_to_come - 1;
        WITH next AS MATERIALIZED (
          SELECT l.ctid AS place FROM pending_looks l
          WHERE l.organization_id = turn_organizations[turn] AND l.provider = turn_providers[lane]
          ORDER BY l.id LIMIT quota FOR UPDATE SKIP LOCKED
        ), gone AS (
          DELETE FROM pending_looks l USING next WHERE l.ctid = next.place RETURNING l.id, l.key
        )
        SELECT COALESCE(array_agg(gone.key ORDER BY gone.id), '{}') INTO got FROM gone;
        amount := cardinality(got);
        taken_keys := taken_keys || got;
        taken_organizations := taken_organizations || array_fill(turn_organizations[turn], ARRAY[amount]);
        room := room - amount;
        missing := missing - amount;
        turn_rooms[turn] := turn_rooms[turn] - amount;
        turn_lane_rooms[lane] := CASE WHEN amount < quota THEN 0 ELSE turn_lane_rooms[lane] - amount END;
        IF turn_lane_rooms[lane] = 0 THEN
          turn_open_lanes[turn] := turn_open_lanes[turn] - 1;
        END IF;
        more := more OR amount = quota;
      END LOOP;
      IF turn_open_lanes[turn] = 0 THEN
        turn_rooms[turn] := 0;
      END IF;
      IF turn_rooms[turn] = 0 THEN
        open_turns := open_turns - 1;
      END IF;
    END LOOP;
  END LOOP;

  IF cardinality(taken_keys) > 0 THEN
    INSERT INTO deferred_looks (due_at, worker, organization_ids, keys)
    VALUES (now() + seconds * interval '1 second', take_looks.worker, taken_organizations, taken_keys)
    RETURNING id INTO batch_id;
  END IF;
  RETURN json_build_object(
    'batch', batch_id::text,
    'organizations', taken_organizations,
    'keys', taken_keys,
    'after', COALESCE(turn_organizations[turns], after),
    'round', round,
    'more', more,
    'due_ms', extract(epoch FROM next_due - now()) * 1000
  );
END;
$function$
;

CREATE OR REPLACE FUNCTION public.types_version(organization uuid)
 RETURNS text
 LANGUAGE plpgsql
 STABLE
AS $function$
BEGIN
  RETURN (SELECT v.version FROM type_versions v WHERE v.organization_id = '00000000-0000-0000-0000-000000000000')
    || COALESCE('.' || (SELECT v.version FROM type_versions v WHERE v.organization_id = organization), '');
END;
$function$
;

CREATE OR REPLACE FUNCTION public.waits_of(organization uuid, subject text, going text[])
 RETURNS TABLE(key text, in_deletion boolean)
 LANGUAGE plpgsql
AS $function$
DECLARE
  is_leaving boolean := subject = ANY (going);
  has_failed boolean := false;
BEGIN
  IF NOT is_leaving THEN
    SELECT r.deleting_since IS NOT NULL AND r.lifecycle_state <> 'failed',
      r.deleting_since IS NOT NULL AND r.lifecycle_state = 'failed' INTO is_leaving, has_failed
    FROM resources r WHERE r.organization_id = organization AND r.key = subject;
  END IF;
  IF is_leaving THEN
    RETURN QUERY SELECT e.from_key::text, true
      FROM (
        SELECT * FROM edges x WHERE x.organization_id = organization AND x.to_key = subject OFFSET 0
      ) AS e CROSS JOIN LATERAL (
        SELECT * FROM resources x WHERE x.organization_id = organization AND x.key = e.from_key OFFSET 0
      ) AS r
      -- Dependents of what is about to go that do not go with it are detached: they will run with it.
      WHERE CASE e.kind WHEN 'running' THEN r.lifecycle_state <> 'ready'
        WHEN 'dependency' THEN r.deleting_since IS NOT NULL OR r.key = ANY (going) OR subject = ANY (going)
        ELSE r.deleting_since IS NOT NULL OR r.key = ANY (going) END;
  ELSIF NOT has_failed THEN
    RETURN QUERY SELECT e.to_key::text, false FROM edges e
      WHERE e.organization_id = organization AND e.from_key = subject AND e.kind = 'dependency'
        AND e.to_key <> ALL (going);
  END IF;
END;
$function$
;

CREATE OR REPLACE FUNCTION public.wake_deletions(organization uuid, subjects text[])
 RETURNS bigint
 LANGUAGE plpgsql
AS $function$
DECLARE
  woken bigint;
BEGIN
  SELECT count(enqueue_reconcile(organization, waiting.key)) INTO woken
  FROM (
    SELECT DISTINCT s.key FROM unnest(subjects) AS s(key) CROSS JOIN LATERAL (
      SELECT 1 FROM resources r WHERE r.organization_id = organization AND r.key = s.key AND r.deleting_since IS NOT NULL
      OFFSET 0
    ) AS deleting
  ) AS waiting;
  RETURN woken;
END;
$function$
;

CREATE OR REPLACE FUNCTION public.wake_dependents(organization uuid, subject text)
 RETURNS json
 LANGUAGE plpgsql
AS $function$
DECLARE
  waiting text[];
  jobs bigint[];
BEGIN
  waiting := ARRAY(
    SELECT e.from_key AS key
    FROM edges e CROSS JOIN LATERAL (
      -- OFFSET 0 makes it one look-up a row, whatever the statistics say.
      SELECT 1 FROM resources r
      WHERE r.organization_id = organization AND r.key = e.from_key
        AND (r.lifecycle_state = 'pending' OR r.stale_since IS NOT NULL)
      OFFSET 0
    ) AS waits LEFT JOIN LATERAL (
      SELECT true AS found
      FROM (
        SELECT x.to_key FROM edges x
        WHERE x.organization_id = organization AND x.from_key = e.from_key AND x.kind = 'dependency'
        ORDER BY x.to_key DESC OFFSET 0
      ) AS other LEFT JOIN LATERAL (
        SELECT NOT (x.lifecycle_state = 'ready' AND x.stale_since IS NULL)
          AND NOT (x.lifecycle_state = 'draft' AND x.provisioned) AS blocks
        FROM resources x WHERE x.organization_id = organization AND x.key = other.to_key OFFSET 0
      ) AS seen ON true LEFT JOIN LATERAL (
        SELECT true AS locked FROM resources x
        WHERE x.organization_id = organization AND x.key = other.to_key AND seen.blocks
          AND NOT (x.lifecycle_state = 'ready' AND x.stale_since IS NULL)
          AND NOT (x.lifecycle_state = 'draft' AND x.provisioned)
        FOR SHARE SKIP LOCKED OFFSET 0
      ) AS blocker ON true
      WHERE seen.blocks IS NULL OR blocker.locked
      LIMIT 1
    ) AS blocked ON true
    WHERE e.organization_id = organization AND e.to_key = subject AND e.kind = 'dependency' AND blocked.found IS NULL
  );
  IF cardinality(waiting) = 0 THEN
    RETURN NULL;
  END IF;
  jobs := enqueue_reconciles(organization, waiting);
  IF cardinality(waiting) > 1 THEN
    RETURN NULL;
  END IF;
  RETURN json_build_object('key', waiting[1], 'jobId', jobs[1]::text);
END;
$function$
;
