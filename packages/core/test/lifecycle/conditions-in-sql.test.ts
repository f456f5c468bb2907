import { randomUUID } from "node:crypto";
import { isReady, LIFECYCLE_STATES, type LifecycleState } from "@pragma/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  awaitsHandOver as awaitsHandOverSql,
  blocksDependents as blocksDependentsSql,
  inState,
  isBeingDeleted as isBeingDeletedSql,
  isStaying as isStayingSql,
  isToBeDecided as isToBeDecidedSql,
  takesMarks as takesMarksSql,
} from "../../../db/src/queries/sql/lifecycle.ts";
import {
  awaitsHandOver,
  blocksDependents,
  isBeingDeleted,
  isHeld,
  isToBeDecided,
  takesMarks,
} from "../../src/resources/lifecycle/index.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

interface Row {
  key: string;
  lifecycle_state: LifecycleState;
  provisioned: boolean;
  stale_since: string | null;
  deleting_since: string | null;
  pending_event_id: string | null;
  paused: boolean;
}

const EITHER = [false, true];
const SOME_TIME = "2026-01-01T00:00:00Z";

/** Every kind of row, whether it can come to be or not. */
const ROWS: Row[] = LIFECYCLE_STATES.flatMap((lifecycle_state) =>
  EITHER.flatMap((provisioned) =>
    EITHER.flatMap((stale) =>
      EITHER.flatMap((deleting) =>
        EITHER.flatMap((awaits) =>
          EITHER.map((paused) => ({
            key: `test/item/${lifecycle_state}-${[provisioned, stale, deleting, awaits, paused].map(Number).join("")}`,
            lifecycle_state,
            provisioned,
            stale_since: stale ? SOME_TIME : null,
            deleting_since: deleting ? SOME_TIME : null,
            pending_event_id: awaits ? randomUUID() : null,
            paused,
          })),
        ),
      ),
    ),
  ),
);

const standingOf = (row: Row) => ({
  state: row.lifecycle_state,
  provisioned: row.provisioned,
  stale: row.stale_since !== null,
  held: isHeld(row),
});

const CONDITIONS: [name: string, sql: string, predicate: (row: Row) => boolean][] = [
  ["isReady", inState("r", isReady), (row) => isReady(row.lifecycle_state)],
  ["isBeingDeleted", isBeingDeletedSql("r"), isBeingDeleted],
  ["isStaying", isStayingSql("r"), (row) => !isBeingDeleted(row)],
  ["takesMarks", takesMarksSql("r"), takesMarks],
  ["awaitsHandOver", awaitsHandOverSql("r"), awaitsHandOver],
  ["isToBeDecided", isToBeDecidedSql("r"), isToBeDecided],
  ["blocksDependents", blocksDependentsSql("r"), (row) => blocksDependents(standingOf(row))],
];

async function insert(rows: readonly Row[]): Promise<void> {
  const column = (name: keyof Row) => rows.map((row) => row[name]);
  await world.pool.query(
    `INSERT INTO resources (organization_id, key, id, provider, resource, name, config, applied_by, lifecycle_state,
       provisioned, stale_since, deleting_since, pending_event_id, paused)
     SELECT $1, r.key, r.key, 'test', 'item', split_part(r.key, '/', 3), '{}', '{}', r.state, r.provisioned,
       r.stale::timestamptz, r.deleting::timestamptz, r.event::uuid, r.paused
     FROM unnest($2::text[], $3::text[], $4::boolean[], $5::text[], $6::text[], $7::text[], $8::boolean[])
       AS r(key, state, provisioned, stale, deleting, event, paused)`,
    [
      world.org.id,
      column("key"),
      column("lifecycle_state"),
      column("provisioned"),
      column("stale_since"),
      column("deleting_since"),
      column("pending_event_id"),
      column("paused"),
    ],
  );
}

describe("a condition in SQL", () => {
  beforeAll(() => insert(ROWS));

  it.each(CONDITIONS)("%s is the predicate of that name", async (_name, sql, predicate) => {
    const { rows } = await world.pool.query<{ key: string }>(
      `SELECT r.key FROM resources r WHERE r.organization_id = $1 AND (${sql}) ORDER BY r.key COLLATE "C"`,
      [world.org.id],
    );
    expect(rows.map(({ key }) => key)).toEqual(
      ROWS.filter(predicate)
        .map(({ key }) => key)
        .sort(),
    );
  });
});

describe("the SQL functions of migrations", () => {
  it("mark what the predicate says takes marks, and nothing else", async () => {
    const unmarked = ROWS.filter((row) => row.stale_since === null);
    await world.pool.query("SELECT mark_stale($1, 'test/item/none', $2::text[], '{}', 'test')", [
      world.org.id,
      unmarked.map(({ key }) => key),
    ]);
    const marked = await world.pool.query<{ key: string }>(
      `SELECT key FROM resources WHERE organization_id = $1 AND stale_since IS NOT NULL AND key = ANY ($2) ORDER BY key COLLATE "C"`,
      [world.org.id, unmarked.map(({ key }) => key)],
    );
    expect(marked.rows.map(({ key }) => key)).toEqual(
      unmarked
        .filter(takesMarks)
        .map(({ key }) => key)
        .sort(),
    );
  });

  it("wake a dependent unless another dependency blocks it, as the predicate says", async () => {
    const org = world.moveOn();
    await insert([
      ...ROWS,
      { ...(ROWS[0] as Row), key: "test/item/changed", lifecycle_state: "ready", stale_since: null },
    ]);
    for (const row of ROWS) {
      await world.pool.query("DELETE FROM pending_looks");
      await world.pool.query(
        `INSERT INTO resources (organization_id, key, id, provider, resource, name, config, applied_by, lifecycle_state, pending_event_id)
         VALUES ($1, 'test/item/waiting', 'waiting', 'test', 'item', 'waiting', '{}', '{}', 'pending', gen_random_uuid())
         ON CONFLICT DO NOTHING`,
        [org.id],
      );
      await world.pool.query("DELETE FROM edges WHERE organization_id = $1", [org.id]);
      await world.pool.query(
        `INSERT INTO edges (organization_id, from_key, to_key, kind)
         VALUES ($1, 'test/item/waiting', 'test/item/changed', 'dependency'), ($1, 'test/item/waiting', $2, 'dependency')`,
        [org.id, row.key],
      );
      await world.pool.query("SELECT wake_dependents($1, 'test/item/changed')", [org.id]);
      expect(await world.count("pending_looks"), row.key).toBe(blocksDependents(standingOf(row)) ? 0 : 1);
    }
  });

  it("find what blocks a resource, as the predicate says", async () => {
    const org = world.moveOn();
    await insert(ROWS);
    for (const row of ROWS) {
      await world.pool.query("DELETE FROM edges WHERE organization_id = $1", [org.id]);
      await world.pool.query(
        "INSERT INTO edges (organization_id, from_key, to_key, kind) VALUES ($1, 'a', $2, 'dependency')",
        [org.id, row.key],
      );
      const { rows } = await world.pool.query("SELECT look_at_dependencies($1, 'a', false, 0, false) AS found", [
        org.id,
      ]);
      expect(rows[0].found.blocked_by, row.key).toEqual(blocksDependents(standingOf(row)) ? [row.key] : null);
    }
  });

  it("look at dependencies in the snapshot of the statement that calls them", async () => {
    const org = world.moveOn();
    const ready = {
      lifecycle_state: "ready",
      stale_since: null,
      deleting_since: null,
      pending_event_id: null,
      paused: false,
    } as const;
    await insert([{ ...ready, key: "test/item/b", provisioned: true }]);
    await world.pool.query(
      "INSERT INTO edges (organization_id, from_key, to_key, kind) VALUES ($1, 'a', 'test/item/b', 'dependency')",
      [org.id],
    );
    const { rows } = await world.pool.query(
      `WITH changed AS (
         UPDATE resources SET lifecycle_state = 'pending' WHERE organization_id = $1 RETURNING organization_id
       )
       SELECT look_at_dependencies(organization_id, 'a', true, 1000, false) AS found FROM changed`,
      [org.id],
    );
    expect(rows[0].found).toMatchObject({ blocked_by: null, dependencies: [{ key: "test/item/b" }] });
  });
});
