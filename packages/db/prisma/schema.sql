-- The schema "public" after all migrations: to read, and to see in a change what a migration does. Its functions lie
-- in the folder beside it, one a file. Written by pnpm --filter @pragma/db schema:dump; a test holds it against a migrated database.

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

CREATE TABLE change_actions (
  organization_id uuid NOT NULL,
  change_id uuid NOT NULL,
  id uuid NOT NULL,
  key text NOT NULL,
  document integer,
  action text NOT NULL,
  because json NOT NULL,
  changes json NOT NULL DEFAULT '[]'::json,
  issues json NOT NULL DEFAULT '[]'::json,
  warnings json NOT NULL DEFAULT '[]'::json,
  wave integer NOT NULL DEFAULT 0,
  snapshot json,
  state text,
  event_id uuid,
  attempts integer NOT NULL DEFAULT 0,
  error text,
  started_at timestamp(3) with time zone,
  settled_at timestamp(3) with time zone,
  CONSTRAINT change_actions_change_id_fkey FOREIGN KEY (change_id) REFERENCES changes(id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT change_actions_pkey PRIMARY KEY (change_id, id),
  CONSTRAINT change_actions_state_check CHECK ((state = ANY (ARRAY['open'::text, 'succeeded'::text, 'failed'::text, 'superseded'::text])))
) WITH (fillfactor=80);

CREATE TABLE changes (
  id uuid NOT NULL,
  organization_id uuid NOT NULL,
  status text NOT NULL,
  message text,
  source json,
  set text,
  prune boolean NOT NULL DEFAULT false,
  counts json NOT NULL,
  busy text[] NOT NULL DEFAULT '{}'::text[],
  request json,
  basis json,
  size integer NOT NULL DEFAULT 0,
  planned_by text NOT NULL,
  correlation_id text NOT NULL,
  created_by json NOT NULL,
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamp(3) with time zone,
  applied_by json,
  applied_at timestamp(3) with time zone,
  settled_at timestamp(3) with time zone,
  reverts uuid,
  reverted_by uuid,
  ended_by json,
  ended_at timestamp(3) with time zone,
  part json,
  allow_replace json,
  CONSTRAINT changes_pkey PRIMARY KEY (id),
  CONSTRAINT changes_status_check CHECK ((status = ANY (ARRAY['planned'::text, 'applying'::text, 'succeeded'::text, 'failed'::text, 'discarded'::text, 'expired'::text, 'stale'::text])))
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
  change_id uuid,
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

CREATE TABLE drift_checks (
  organization_id uuid NOT NULL,
  resource_key text NOT NULL,
  provider text NOT NULL,
  due_at timestamp(3) with time zone NOT NULL,
  checked_at timestamp(3) with time zone,
  error text,
  failures integer NOT NULL DEFAULT 0,
  absent_since timestamp(3) with time zone,
  found text,
  changes json,
  finding_hash text,
  CONSTRAINT drift_checks_pkey PRIMARY KEY (organization_id, resource_key)
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
  traceparent text,
  change_id uuid,
  previous_id uuid,
  repairs boolean NOT NULL DEFAULT false,
  replaces boolean NOT NULL DEFAULT false,
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

CREATE TABLE followers (
  kind text NOT NULL,
  cluster text NOT NULL,
  timeline integer NOT NULL,
  snapshot text NOT NULL,
  updated_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT followers_pkey PRIMARY KEY (kind)
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
  check_every integer,
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
  resource_key text,
  method text NOT NULL,
  arguments jsonb NOT NULL DEFAULT '{}'::jsonb,
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires_at timestamp(3) with time zone NOT NULL,
  claimed_at timestamp(3) with time zone,
  subject json,
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
  key_order jsonb,
  "real" boolean NOT NULL DEFAULT true,
  drift_every integer,
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
  change_id uuid,
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
  attempt integer,
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
  set text,
  change_id uuid,
  succeeded_config json,
  returns_to json,
  discarded_generation integer,
  next_draft json,
  connection text,
  handling json,
  paused boolean NOT NULL DEFAULT false,
  state json,
  drift text NOT NULL DEFAULT 'unknown'::text,
  identity text,
  replacing boolean NOT NULL DEFAULT false,
  repair boolean NOT NULL DEFAULT false,
  CONSTRAINT resources_pkey PRIMARY KEY (key, organization_id)
) WITH (fillfactor=70);

CREATE TABLE saved_views (
  id uuid NOT NULL,
  organization_id uuid NOT NULL,
  user_id uuid NOT NULL,
  name text NOT NULL,
  query text NOT NULL,
  shared boolean NOT NULL DEFAULT false,
  created_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT saved_views_organization_id_fkey FOREIGN KEY (organization_id) REFERENCES organizations(id) ON UPDATE CASCADE ON DELETE CASCADE,
  CONSTRAINT saved_views_pkey PRIMARY KEY (id),
  CONSTRAINT saved_views_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON UPDATE CASCADE ON DELETE CASCADE
);

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

CREATE TABLE unserved_types (
  provider text NOT NULL,
  resource text NOT NULL,
  since timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  checked_at timestamp(3) with time zone NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT unserved_types_pkey PRIMARY KEY (provider, resource)
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
  boundary text,
  boundary_named boolean,
  shipped_types text[],
  pushed_providers text[],
  queues text[],
  CONSTRAINT workers_pkey PRIMARY KEY (id)
);

ALTER TABLE edges ALTER COLUMN from_key SET (n_distinct=-0.5);

ALTER TABLE edges ALTER COLUMN to_key SET (n_distinct=-0.5);

CREATE INDEX api_tokens_organization_id_created_at_id_idx ON public.api_tokens USING btree (organization_id, created_at, id);

CREATE INDEX api_tokens_organization_id_user_id_idx ON public.api_tokens USING btree (organization_id, user_id);

CREATE UNIQUE INDEX api_tokens_token_hash_key ON public.api_tokens USING btree (token_hash);

CREATE INDEX audit_entries_by_organization_idx ON public.audit_entries USING btree (organization_id, ((id + 0)) DESC);

CREATE INDEX change_actions_key_idx ON public.change_actions USING btree (organization_id, key, change_id DESC);

CREATE INDEX change_actions_open_idx ON public.change_actions USING btree (change_id) WHERE (state = 'open'::text);

CREATE INDEX change_actions_order_idx ON public.change_actions USING btree (change_id, wave, id);

CREATE UNIQUE INDEX change_actions_resource_idx ON public.change_actions USING btree (change_id, key) WHERE (action <> 'refuse'::text);

CREATE INDEX change_actions_unsettled_idx ON public.change_actions USING btree (organization_id, key) WHERE ((state IS NOT NULL) AND (settled_at IS NULL));

CREATE INDEX changes_open_idx ON public.changes USING btree (organization_id, status) WHERE (status = ANY (ARRAY['planned'::text, 'applying'::text]));

CREATE INDEX changes_organization_id_id_idx ON public.changes USING btree (organization_id, id DESC);

CREATE INDEX changes_set_idx ON public.changes USING btree (organization_id, set, id DESC) WHERE (set IS NOT NULL);

CREATE INDEX changes_settled_idx ON public.changes USING btree (organization_id, settled_at) WHERE (settled_at IS NOT NULL);

CREATE INDEX dead_letters_organization_id_failed_at_event_id_idx ON public.dead_letters USING btree (organization_id, failed_at, event_id);

CREATE INDEX dead_letters_organization_id_resource_key_idx ON public.dead_letters USING btree (organization_id, resource_key);

CREATE INDEX deferred_looks_due_at_idx ON public.deferred_looks USING btree (due_at);

CREATE INDEX drift_checks_due_at_idx ON public.drift_checks USING btree (due_at);

CREATE INDEX drift_checks_found_idx ON public.drift_checks USING btree (organization_id, found, resource_key) WHERE (found IS NOT NULL);

CREATE INDEX edges_running_idx ON public.edges USING btree (organization_id, to_key) WHERE (kind = 'running'::text);

CREATE INDEX edges_to_key_organization_id_kind_from_key_idx ON public.edges USING btree (to_key, organization_id, kind, from_key);

CREATE UNIQUE INDEX email_confirmations_token_hash_key ON public.email_confirmations USING btree (token_hash);

CREATE INDEX events_deletions_idx ON public.events USING btree (organization_id, resource_key) WHERE ((settled_at IS NULL) AND (event_type = 'DELETE'::text));

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

CREATE INDEX resources_connection_idx ON public.resources USING btree (organization_id, connection, name, provider, resource) WHERE (connection IS NOT NULL);

CREATE UNIQUE INDEX resources_id_organization_id_key ON public.resources USING btree (id, organization_id);

CREATE INDEX resources_identity_idx ON public.resources USING btree (organization_id, provider, resource, identity) WHERE (identity IS NOT NULL);

CREATE INDEX resources_next_draft_idx ON public.resources USING btree (organization_id) WHERE (next_draft IS NOT NULL);

CREATE INDEX resources_organization_id_name_provider_resource_idx ON public.resources USING btree (organization_id, name, provider, resource);

CREATE INDEX resources_organization_id_provider_name_resource_idx ON public.resources USING btree (organization_id, provider, name, resource);

CREATE INDEX resources_organization_id_tags_idx ON public.resources USING gin (organization_id, tags);

CREATE INDEX resources_set_idx ON public.resources USING btree (organization_id, set, name, provider, resource) WHERE (set IS NOT NULL);

CREATE INDEX resources_stale_idx ON public.resources USING btree (stale_since) WHERE (stale_since IS NOT NULL);

CREATE INDEX resources_text_idx ON public.resources USING gin (organization_id, key gin_trgm_ops) WITH (gin_pending_list_limit='1024');

CREATE UNIQUE INDEX saved_views_organization_id_user_id_name_key ON public.saved_views USING btree (organization_id, user_id, name);

CREATE INDEX saved_views_user_id_idx ON public.saved_views USING btree (user_id);

CREATE INDEX session_revocations_user_id_idx ON public.session_revocations USING btree (user_id);

CREATE INDEX sub_resource_drops_not_before_idx ON public.sub_resource_drops USING btree (not_before);

CREATE UNIQUE INDEX users_email_key ON public.users USING btree (email);

CREATE TRIGGER give_slug BEFORE INSERT ON public.organizations FOR EACH ROW WHEN ((new.slug IS NULL)) EXECUTE FUNCTION give_slug();

CREATE TRIGGER renew_types_version AFTER INSERT OR DELETE OR UPDATE ON public.provider_types FOR EACH ROW EXECUTE FUNCTION renew_types_version();

CREATE TRIGGER note_inactive_at_delete AFTER DELETE ON public.resources FOR EACH ROW EXECUTE FUNCTION note_inactive_resource();

CREATE TRIGGER note_inactive_at_insert AFTER INSERT ON public.resources FOR EACH ROW EXECUTE FUNCTION note_inactive_resource();

CREATE TRIGGER note_inactive_at_update AFTER UPDATE OF lifecycle_state ON public.resources FOR EACH ROW EXECUTE FUNCTION note_inactive_resource();

CREATE TRIGGER remove_file_bytes AFTER DELETE ON public.resources FOR EACH ROW EXECUTE FUNCTION remove_file_bytes();
