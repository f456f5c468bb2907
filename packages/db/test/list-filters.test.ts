import { LIST_SORTS, type ListSort, type ResourceFilter, STATES_BY_URGENCY } from "@pragma/contract";
import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDatabase, createPool, type Tenant } from "../src/index.ts";
import {
  findListedPlaces,
  type ListedRow,
  listResourceRows,
  listResources,
  type SortedPosition,
  valueColumn,
} from "../src/queries/index.ts";
import { rowsRead } from "./support/table-statistics.ts";

const ORGANIZATION = "00000000-0000-0000-0000-00000000000a";
/** Enough that no plan reads all of them to find a few. */
const ROWS = 40_000;
const PAGE = { limit: 50, bytes: 10_000_000 };

/** Rules by the number of a row: they say what a filtered list must contain. */
const STATES = { draft: 11, failed: 13, pending: 17, processing: 19 } as const;
const stateOf = (n: number): string =>
  Object.entries(STATES).find(([, every]) => n % (every * 100) === 0)?.[0] ?? "ready";
const nameOf = (n: number): string => `n-${String((n * 7919) % ROWS).padStart(6, "0")}${n % 1000 === 0 ? "-Rare" : ""}`;
const typeOf = (n: number): string => (n % 5000 === 0 ? "odd/thing" : "item");
const tagsOf = (n: number): string[] => ["all", ...(n % 2 === 0 ? ["half"] : []), ...(n % 2000 === 0 ? ["few"] : [])];

interface Seeded {
  name: string;
  provider: string;
  resource: string;
  state: string;
  tags: string[];
}

let database: TestDatabase;
let pool: ReturnType<typeof createPool>;
let tenant: Tenant;

const seeded: Seeded[] = Array.from({ length: ROWS }, (_, index) => index + 1)
  .map((n) => ({ name: nameOf(n), provider: "test", resource: typeOf(n), state: stateOf(n), tags: tagsOf(n) }))
  .sort((a, b) => (a.name < b.name ? -1 : 1));

/** An index alone answers only for rows that everybody sees, and what runs beside may still hold back a vacuum from saying so. */
async function untilAllVisible(): Promise<void> {
  for (;;) {
    await pool.query("VACUUM ANALYZE resources");
    const { rows } = await pool.query<{ visible: boolean }>(
      "SELECT relallvisible = relpages AS visible FROM pg_class WHERE oid = 'resources'::regclass",
    );
    if (rows[0]?.visible === true) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool({ url: database.url, name: "list-filters-test", max: 1, statementTimeoutMs: 120_000 });
  tenant = createDatabase(pool).tenant(ORGANIZATION);
  await pool.query(
    `INSERT INTO resources (organization_id, key, id, provider, resource, name, config, lifecycle_state, tags, applied_by)
     SELECT $1, 'test/' || resource || '/' || name, name, 'test', resource, name, '{}', state, string_to_array(tags, ' '), '{}'
     FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS t(name, resource, state, tags)`,
    [
      ORGANIZATION,
      seeded.map(({ name }) => name),
      seeded.map(({ resource }) => resource),
      seeded.map(({ state }) => state),
      seeded.map(({ tags }) => tags.join(" ")),
    ],
  );
  await pool.query(
    `INSERT INTO events (id, organization_id, resource_key, event_type, generation, correlation_id, actor)
     SELECT gen_random_uuid(), organization_id, key, 'UPDATE', 1, 'r', '{}' FROM resources
     WHERE lifecycle_state IN ('pending', 'processing')`,
  );
  await untilAllVisible();
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** All pages of a list by name. */
async function listed(filter: ResourceFilter): Promise<string[]> {
  const names: string[] = [];
  let after: { name: string; provider: string; resource: string } | undefined;
  for (;;) {
    const { rows, more } = await listResources(tenant, filter, { after }, PAGE);
    names.push(...rows.map(({ name }) => name));
    const last = rows.at(-1);
    if (!more || !last) return names;
    after = { name: last.name, provider: last.provider, resource: last.resource };
  }
}

function expected({ q, resource, lifecycle_state, tags = [], provider }: ResourceFilter): string[] {
  return seeded
    .filter((row) => {
      const key = `${row.provider}/${row.resource}/${row.name}`.toLowerCase();
      return (
        (q === undefined || key.includes(q.toLowerCase())) &&
        (resource === undefined || row.resource === resource) &&
        (provider === undefined || row.provider === provider) &&
        (lifecycle_state === undefined || row.state === lifecycle_state) &&
        tags.every((tag) => row.tags.includes(tag))
      );
    })
    .map(({ name }) => name);
}

describe("a filtered list", () => {
  it.each<ResourceFilter>([
    { q: "rare" },
    { q: "no-such" },
    { q: "99" },
    { q: "zz" },
    { q: "n-0199" },
    { q: "n-019%" },
    { q: "odd/thing/n" },
    { resource: "odd/thing" },
    { resource: "absent" },
    { provider: "test", resource: "odd/thing" },
    { provider: "other", q: "rare" },
    { lifecycle_state: "draft" },
    { lifecycle_state: "failed" },
    { lifecycle_state: "pending" },
    { lifecycle_state: "processing" },
    { lifecycle_state: "failed", q: "n-0" },
    { lifecycle_state: "pending", tags: ["half"], provider: "test" },
    { lifecycle_state: "ready", q: "rare" },
    { q: "rare", tags: ["few"] },
    { q: "n-01", tags: ["half"], resource: "item" },
    { q: "n-0", tags: ["all"], resource: "item", lifecycle_state: "failed" },
  ])("has all that match and nothing else, in order: %j", async (filter) => {
    expect(await listed(filter)).toEqual(expected(filter));
  });

  it("goes on from a position, and ends where it is told to", async () => {
    const all = expected({ q: "rare" });
    const place = (name: string | undefined) => {
      const { provider, resource } = seeded.find((row) => row.name === name) as Seeded;
      return { name: name as string, provider, resource };
    };
    const range = { after: place(all[4]), until: place(all[12]) };
    const { rows } = await listResources(tenant, { q: "rare" }, range, PAGE);
    expect(rows.map(({ name }) => name)).toEqual(all.slice(5, 13));
  });

  it.each<ResourceFilter>([
    { q: "rare" },
    { q: "no-such" },
    { q: "item" },
    { resource: "odd/thing" },
    { lifecycle_state: "draft" },
    { lifecycle_state: "failed" },
    { lifecycle_state: "pending" },
    { lifecycle_state: "processing", q: "n-0", tags: ["all"] },
  ])("does not read the rows that do not match: %j", async (filter) => {
    const read = await rowsRead(pool, "resources", () => listResourceRows(tenant, filter, { limit: 50 }));
    expect(read).toBeLessThan(ROWS / 10);
  });
});

describe("a sorted list", () => {
  /** All pages of rows, by name. */
  async function sorted(sort: ListSort, filter: ResourceFilter): Promise<string[]> {
    const names: string[] = [];
    let after: SortedPosition | undefined;
    for (;;) {
      const rows = await listResourceRows(tenant, filter, { sort, after, limit: 7 });
      names.push(...rows.map(({ name }) => name));
      const last = rows.at(-1);
      if (!last || rows.length < 7) return names;
      after = positionOf(last, sort);
    }
  }

  function positionOf(row: ListedRow, sort: ListSort): SortedPosition {
    const { name, provider, resource } = row;
    const column = valueColumn(sort);
    return { name, provider, resource, ...(column && { value: row[column] }) };
  }

  const FILTERS: ResourceFilter[] = [{ q: "rare" }, { lifecycle_state: "failed", q: "n-0" }, { tags: ["few"] }];

  it.each(LIST_SORTS)("has all that match once: %s", async (sort) => {
    for (const filter of FILTERS) expect([...(await sorted(sort, filter))].sort()).toEqual(expected(filter));
  });

  it.each(["name", "type", "created", "updated"] as const)("is reversed by its opposite: %s", async (sort) => {
    for (const filter of FILTERS) {
      expect((await sorted(`-${sort}`, filter)).reverse()).toEqual(await sorted(sort, filter));
    }
  });

  it.each(LIST_SORTS)(
    "ends where it is told to, and says of each of its resources whether that is before: %s",
    async (sort) => {
      for (const filter of FILTERS) {
        const all = await listResourceRows(tenant, filter, { sort, limit: 200 });
        const middle = Math.floor(all.length / 2);
        const until = positionOf(all[middle] as ListedRow, sort);
        const [first] = all;
        const after = positionOf(first as ListedRow, sort);
        const part = await listResourceRows(tenant, filter, { sort, after, until, limit: 200 });
        expect(part.map(({ key }) => key)).toEqual(all.slice(1, middle + 1).map(({ key }) => key));

        const asked = [...all.map(({ key }) => key), "test/item/no-such", `test/item/${nameOf(1)}`];
        const places = await findListedPlaces(tenant, asked, filter, { sort, until });
        const reached = new Map(places.map((one) => [one.key, one.reached]));
        expect(all.map(({ key }) => reached.get(key))).toEqual(all.map((_, index) => index <= middle));
        expect(places).toHaveLength(all.length);
        const column = valueColumn(sort);
        const placeOf = new Map(places.map(({ key, place }) => [key, place]));
        expect(all.map(({ key }) => placeOf.get(key))).toEqual(all.map((row) => (column ? row[column] : "")));
      }
    },
  );

  it("is found by what checks found, in any order, all of it or where its parts are", async () => {
    const [drifted, cleared] = [nameOf(2), nameOf(3)].map((name) => `test/item/${name}`) as [string, string];
    await pool.query(
      `INSERT INTO drift_checks (organization_id, resource_key, provider, due_at, found)
       SELECT $1, key, 'test', now(), 'drifted' FROM unnest($2::text[]) AS t(key)`,
      [ORGANIZATION, [drifted, cleared]],
    );
    // Of the other one a success has cleared the word, but not yet what was found.
    await pool.query("UPDATE resources SET drift = 'drifted' WHERE organization_id = $1 AND key = $2", [
      ORGANIZATION,
      drifted,
    ]);
    const keysOf = (rows: readonly { key: string }[]) => rows.map(({ key }) => key);
    const filter = { drift: "drifted" } as const;
    for (const sort of LIST_SORTS) {
      expect(keysOf(await listResourceRows(tenant, filter, { sort, limit: 10 }))).toEqual([drifted]);
      expect(keysOf(await findListedPlaces(tenant, [drifted, cleared], filter, { sort }))).toEqual([drifted]);
      const inSync = await findListedPlaces(tenant, [drifted, cleared], { drift: "unknown" }, { sort });
      expect(keysOf(inSync)).toEqual([cleared]);
    }
    expect(await listed(filter)).toEqual([nameOf(2)]);
  });

  it("reads no rows but those that are asked for where they are", async () => {
    const asked = ["test/item/no-such", `test/item/${nameOf(1)}`, `test/item/${nameOf(2)}`];
    for (const filter of [{}, { tags: ["half"] }, { lifecycle_state: "failed" as const }, { q: "rare" }]) {
      const range = { sort: "-updated" as const, until: { name: "", provider: "", resource: "", value: "2000-01-01" } };
      const read = await rowsRead(pool, "resources", () => findListedPlaces(tenant, asked, filter, range));
      expect(read).toBeLessThan(10);
    }
  });

  it("begins with what needs attention", async () => {
    const rows = await listResourceRows(tenant, { q: "n-0" }, { sort: "state", limit: 200 });
    const states = [...new Set(rows.map((row) => row.lifecycle_state))];
    expect(states).toEqual(STATES_BY_URGENCY.slice(0, states.length));
    const [first] = await listResourceRows(tenant, { q: "n-0" }, { sort: "-state", limit: 1 });
    expect(first?.lifecycle_state).toBe(STATES_BY_URGENCY.at(-1));
  });

  it("downwards by name follows the index of names", async () => {
    const read = await rowsRead(pool, "resources", () => listResourceRows(tenant, {}, { sort: "-name", limit: 50 }));
    expect(read).toBeLessThan(200);
  });
});

describe("a batch", () => {
  it("ends with the row that makes it as large as it may be, compressed or not", async () => {
    await pool.query(
      `INSERT INTO resources (organization_id, key, id, provider, resource, name, config, lifecycle_state, tags, applied_by)
       SELECT $1, 'large/item/' || n, 'large' || n, 'large', 'item', n, json_build_object('text', repeat('x', 600000)), 'ready', '{}', '{}'
       FROM unnest(ARRAY['a', 'b', 'c', 'd']) AS n`,
      [ORGANIZATION],
    );
    const read = async (limit: number, bytes: number) => {
      const { rows, more } = await listResources(tenant, { provider: "large" }, {}, { limit, bytes });
      return { names: rows.map(({ name }) => name).join(""), more };
    };
    expect(await read(10, 1)).toEqual({ names: "a", more: true });
    expect(await read(10, 1_000_000)).toEqual({ names: "ab", more: true });
    expect(await read(10, 10_000_000)).toEqual({ names: "abcd", more: false });
    expect(await read(4, 10_000_000)).toEqual({ names: "abcd", more: false });
    expect(await read(3, 10_000_000)).toEqual({ names: "abc", more: true });
    await pool.query("DELETE FROM resources WHERE provider = 'large'");
  });
});

describe("what is draft or failed", () => {
  it("is known by its position, whatever happens to it", async () => {
    const inactive = async () => {
      const { rows } = await pool.query(
        "SELECT state, name FROM inactive_resources WHERE organization_id = $1 AND provider = 'life' ORDER BY name, state",
        [ORGANIZATION],
      );
      return rows.map(({ state, name }) => `${name} ${state}`);
    };
    const set = (state: string) =>
      pool.query("UPDATE resources SET lifecycle_state = $1 WHERE provider = 'life'", [state]);
    await pool.query(
      `INSERT INTO resources (organization_id, key, id, provider, resource, name, config, lifecycle_state, tags, applied_by)
       SELECT $1, 'life/item/' || name, 'life' || name, 'life', 'item', name, '{}', state, '{}', '{}'
       FROM (VALUES ('a', 'draft'), ('b', 'pending')) AS v(name, state)`,
      [ORGANIZATION],
    );
    expect(await inactive()).toEqual(["a draft"]);
    await set("failed");
    expect(await inactive()).toEqual(["a failed", "b failed"]);
    await set("failed");
    expect(await inactive()).toEqual(["a failed", "b failed"]);
    await set("pending");
    expect(await inactive()).toEqual([]);
    await set("draft");
    await pool.query("DELETE FROM resources WHERE key = 'life/item/a'");
    expect(await inactive()).toEqual(["b draft"]);
    await pool.query("DELETE FROM resources WHERE provider = 'life'");
    expect(await inactive()).toEqual([]);
  });

  it("costs the way from pending to ready neither a row nor its in-page updates", async () => {
    await pool.query(
      `INSERT INTO resources (organization_id, key, id, provider, resource, name, config, lifecycle_state, tags, applied_by)
       VALUES ($1, 'hot/item/a', 'hot', 'hot', 'item', 'a', '{}', 'pending', '{}', '{}')`,
      [ORGANIZATION],
    );
    await pool.query("VACUUM resources");
    const client = await pool.connect();
    const updates = async (): Promise<{ all: number; hot: number }> => {
      const { rows } = await client.query(
        `SELECT pg_stat_get_xact_tuples_updated('resources'::regclass)::int AS all,
           pg_stat_get_xact_tuples_hot_updated('resources'::regclass)::int AS hot`,
      );
      return rows[0];
    };
    try {
      await client.query("BEGIN");
      const before = await updates();
      for (const state of ["processing", "ready", "pending", "processing", "ready"]) {
        await client.query("UPDATE resources SET lifecycle_state = $1 WHERE key = 'hot/item/a'", [state]);
      }
      const after = await updates();
      expect({ all: after.all - before.all, hot: after.hot - before.hot }).toEqual({ all: 5, hot: 5 });
      await client.query("COMMIT");
    } finally {
      client.release();
    }
    await pool.query("DELETE FROM resources WHERE provider = 'hot'");
  });
});
