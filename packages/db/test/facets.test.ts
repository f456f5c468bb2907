import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createDatabase, createPool, type Tenant } from "../src/index.ts";
import { countFacets, type FacetRow } from "../src/queries/index.ts";

const ORGANIZATION = "00000000-0000-0000-0000-00000000000a";
const ROWS = 10_000;
const BOUNDS = { types: 1000, tags: 50, sets: 1000 };

let database: TestDatabase;
let pool: ReturnType<typeof createPool>;
let tenant: Tenant;

beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool({ url: database.url, name: "facets-test", max: 1, statementTimeoutMs: 120_000 });
  tenant = createDatabase(pool).tenant(ORGANIZATION);
  // Tag `t-k` is on every resource whose number is above k, so the most frequent ones are known.
  for (const organization of [ORGANIZATION, ORGANIZATION.replace("a", "b")]) {
    await pool.query(
      `INSERT INTO resources (organization_id, key, id, provider, resource, name, config, lifecycle_state, tags, applied_by, set)
       SELECT $1, 'test/' || type || '/n' || n, 'n' || n, 'test', type, 'n' || n, '{}',
         CASE WHEN n % 10 = 0 THEN 'failed' ELSE 'ready' END,
         CASE WHEN n % 2 = 0 THEN ARRAY(SELECT 't-' || k FROM generate_series(0, least(n / 100, 70)) AS k) END,
         '{}', CASE WHEN n % 4 = 0 THEN 'shop' END
       FROM (SELECT n, CASE WHEN n % 5 = 0 THEN 'odd' ELSE 'item' END AS type FROM generate_series(1, $2::int) AS n) AS rows`,
      [organization, ROWS],
    );
  }
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

function of(rows: readonly FacetRow[], facet: FacetRow["facet"]): Record<string, number> {
  return Object.fromEntries(rows.filter((row) => row.facet === facet).map(({ value, count }) => [value, count]));
}

it("counts all resources of one organization", async () => {
  const rows = await countFacets(tenant, {}, BOUNDS);
  expect(of(rows, "type")).toEqual({ "test/item": 8000, "test/odd": 2000 });
  expect(of(rows, "state")).toEqual({ ready: 9000, failed: 1000 });
  expect(of(rows, "set")).toEqual({ shop: 2500 });
});

it("names the most frequent tags only", async () => {
  const tags = of(await countFacets(tenant, {}, BOUNDS), "tag");
  expect(Object.keys(tags)).toHaveLength(50);
  expect(tags["t-0"]).toBe(5000);
  expect(tags["t-49"]).toBe((ROWS - 4900) / 2 + 1);
  expect(tags).not.toHaveProperty("t-50");
});

it.each([
  ["type", { provider: "test", resource: "odd" }, { "test/odd": 2000 }],
  ["type", { lifecycle_state: "failed" as const }, { "test/odd": 1000 }],
  ["state", { tags: ["t-70"] }, { ready: 1200, failed: 301 }],
  ["state", { set: "shop", q: "odd/n10" }, { failed: 7 }],
  ["set", { provider: "absent" }, {}],
] as const)("counts by %s what the filter %o selects", async (facet, filter, expected) => {
  const wanted = { ...filter, ...("tags" in filter ? { tags: [...filter.tags] } : {}) };
  expect(of(await countFacets(tenant, wanted as Parameters<typeof countFacets>[1], BOUNDS), facet)).toEqual(expected);
});
