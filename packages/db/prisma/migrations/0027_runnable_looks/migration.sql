-- Whether a worker may take the looks of a lane: it runs the provider, or nobody has it any more, and then any worker says
-- so. A provider of the organization hides the shipped one of that name. `shipped` has the names of shipped providers that
-- the worker runs, `pushed` those of pushed ones as organization/provider, with an asterisk for any. Null is all.
CREATE FUNCTION "is_runnable"(organization uuid, name text, shipped text[], pushed text[]) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF name = 'pragma' OR shipped IS NULL OR (name = ANY(shipped) AND '*/*' = ANY(pushed)) THEN
    RETURN true;
  END IF;
  IF EXISTS (SELECT 1 FROM provider_types t WHERE t.organization_id = organization AND t.provider = name) THEN
    RETURN pushed && ARRAY['*/*', '*/' || name, organization || '/*', organization || '/' || name];
  END IF;
  RETURN name = ANY(shipped) OR NOT EXISTS (
    SELECT 1 FROM provider_types t
    WHERE t.organization_id = '00000000-0000-0000-0000-000000000000' AND t.provider = name
  );
END;
$$;

-- `take_looks`, of those lanes alone that the worker may take (`is_runnable`).
CREATE FUNCTION "take_runnable_looks"(
  worker text, wanted int, seconds int, after uuid, round bigint,
  lane_room int, lanes text[], lane_rooms int[], organization_room int, organizations uuid[], organization_rooms int[],
  shipped text[], pushed text[]
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
      CONTINUE WHEN NOT is_runnable(here, found_provider, shipped, pushed);
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
      more := more OR room <= 0;
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
    VALUES (now() + seconds * interval '1 second', take_runnable_looks.worker, taken_organizations, taken_keys)
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

-- For programs of the last release, which run every provider.
CREATE OR REPLACE FUNCTION "take_looks"(
  worker text, wanted int, seconds int, after uuid, round bigint,
  lane_room int, lanes text[], lane_rooms int[], organization_room int, organizations uuid[], organization_rooms int[]
) RETURNS json
LANGUAGE sql VOLATILE AS $$
  SELECT take_runnable_looks(worker, wanted, seconds, after, round, lane_room, lanes, lane_rooms, organization_room,
    organizations, organization_rooms, NULL, NULL);
$$;
