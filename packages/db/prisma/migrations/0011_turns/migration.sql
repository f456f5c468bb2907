-- Resources that a worker has to look at, in lanes: one for each organization and provider, oldest first. A lane's next
-- look, and the next lane, are one descent of the only index, however long the lanes are. Rows are written and deleted,
-- never updated, and two of the same resource stand beside each other: whoever enqueues waits for nobody.
CREATE TABLE "pending_looks" (
    "organization_id" UUID NOT NULL,
    "provider" TEXT COLLATE "C" NOT NULL,
    "id" BIGSERIAL NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "enqueued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pending_looks_pkey" PRIMARY KEY ("organization_id","provider","id")
);

-- Looks that come into line at a time: between two attempts, and those that a worker has taken and not reported done,
-- which so outlive it.
CREATE TABLE "deferred_looks" (
    "id" BIGSERIAL NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "worker" TEXT,
    "organization_ids" UUID[],
    "keys" TEXT[],

    CONSTRAINT "deferred_looks_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "deferred_looks_due_at_idx" ON "deferred_looks"("due_at");

-- Has the worker look at one resource. Looks are hints: what is to be done is read from the rows.
CREATE OR REPLACE FUNCTION "enqueue_reconcile"(organization uuid, subject text, run_at timestamptz DEFAULT now())
RETURNS bigint
LANGUAGE plpgsql AS $$
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
$$;

-- Has the worker look at several resources. Gives the ids of the looks, in the order of the subjects.
CREATE OR REPLACE FUNCTION "enqueue_reconciles"(organization uuid, subjects text[]) RETURNS bigint[]
LANGUAGE plpgsql AS $$
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
$$;

-- Puts looks whose time has come into line, the earliest first, so many rows at most.
CREATE FUNCTION "line_up_due_looks"(at_most int) RETURNS void
LANGUAGE plpgsql VOLATILE AS $$
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
$$;

-- Takes looks in turns: organization by organization from where the last turn ended, within each provider by provider,
-- within a lane the oldest first. With as many organizations waiting as looks are wanted each gives one; with fewer, all
-- give the same share, and what some do not use goes to the others.
--
-- It walks from one organization with looks to the next by the index, at most as many as looks are wanted besides those
-- that have no room, so what it costs does not grow with the length of any lane. Rows that another worker is about to
-- take are passed over.
--
-- `after` and `round` say where the last turn ended; `round` counts how often all organizations have had their turn, and
-- so whose provider goes first. Room is how many looks the caller could take: in a lane and of an organization, unless
-- `lanes` (organization/provider) or `organizations` say otherwise. The platform's own provider has no bound of its own.
--
-- What is taken stands in one row of `deferred_looks`, and comes back into line at the end of `seconds`, unless the row
-- is deleted before. Looking twice does no harm.
--
-- Gives {batch, organizations, keys, after, round, more, due_ms}: the looks taken, whether others may be left in line, and
-- when the next of the deferred ones is due.
CREATE FUNCTION "take_looks"(
  worker text, wanted int, seconds int, after uuid, round bigint,
  lane_room int, lanes text[], lane_rooms int[], organization_room int, organizations uuid[], organization_rooms int[]
) RETURNS json
LANGUAGE plpgsql VOLATILE
-- Before its first ANALYZE a table looks tiny, and reading all of it as good as the index.
SET enable_seqscan = off
SET enable_bitmapscan = off
AS $$
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
$$;

-- What the queue held until now, each at its time. It keeps the other jobs.
INSERT INTO pending_looks (organization_id, provider, key)
SELECT (j.payload->>'organizationId')::uuid, split_part(j.payload->>'key', '/', 1), j.payload->>'key'
FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
WHERE t.identifier = 'reconcile' AND j.run_at <= now() ORDER BY j.run_at, j.id;
INSERT INTO deferred_looks (due_at, organization_ids, keys)
SELECT j.run_at, ARRAY[(j.payload->>'organizationId')::uuid], ARRAY[j.payload->>'key']
FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id
WHERE t.identifier = 'reconcile' AND j.run_at > now();
DELETE FROM graphile_worker._private_jobs j USING graphile_worker._private_tasks t
WHERE t.id = j.task_id AND t.identifier = 'reconcile';
DELETE FROM graphile_worker._private_tasks WHERE identifier = 'reconcile';
