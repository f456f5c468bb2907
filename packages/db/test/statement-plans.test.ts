import { randomUUID } from "node:crypto";
import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import "../src/administration/index.ts";
import "../src/maintenance/index.ts";
import { createDatabase, createPool, type Database } from "../src/index.ts";
import { PLANNED_ONCE } from "../src/planning.ts";
import {
  type ChangesWanted,
  findChangeIdsBetween,
  findChangesBetween,
  findOwnChangeIdsBetween,
} from "../src/queries/index.ts";
import { declaredStatements } from "../src/statement.ts";
import { buildStatements } from "./support/build-statements.ts";
import { genericPlan, nodesOf, type PlanNode } from "./support/explain.ts";
import { statementsOfTheProduct } from "./support/statements.ts";
import { rowsRead } from "./support/table-statistics.ts";

/** Those that grow with what an organization declares or does. */
const LARGE = new Set([
  ...["resources", "edges", "events", "changes", "change_actions", "resource_changes", "inactive_resources"],
  ...["dead_letters", "leases", "resource_logs", "audit_entries", "provider_calls"],
]);
/** Columns that many rows share. */
const COARSE = new Set(["organization_id", "kind", "state", "lifecycle_state"]);
/** Filters are planned each time, though they are declared without that. */
const FILTERS = /^(list_resources|list_resource_rows|matching_keys)_\d/;
/** They join with a few rows that a LIMIT let through. */
const BOUNDED = new Set(["recent_activity"]);

let database: TestDatabase;
let client: pg.Client;
/** The columns of each index, in their order. */
const columns = new Map<string, string[]>();

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client(database.url);
  await client.connect();
  for (const [setting, value] of Object.entries(PLANNED_ONCE)) await client.query(`SET ${setting} = '${value}'`);
  const { rows } = await client.query<{ index: string; columns: string[] }>(
    `SELECT indexrelid::regclass::text AS index, array_agg(pg_get_indexdef(indexrelid, n, true) ORDER BY n) AS columns
     FROM pg_index CROSS JOIN generate_series(1, indnkeyatts) AS n GROUP BY indexrelid`,
  );
  for (const { index, columns: own } of rows) columns.set(index, own);
  await buildStatements();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

/** Whether an index is entered by nothing but columns that many rows share: conditions on later ones only filter what it reads. */
function isCoarse({ "Index Name": index = "", "Index Cond": condition = "" }: PlanNode): boolean {
  const compared = condition.match(/(?:ROW\([^)]*\)|\w+\)?(?:::\w+)?)(?= (?:=|[<>]=?|@>) )/g) ?? [];
  const bound = new Set(compared.flatMap((side) => side.match(/\w+/g)));
  for (const column of columns.get(index) ?? []) {
    const [name = ""] = /\w+/.exec(column) ?? [];
    if (!bound.has(name)) return true;
    if (!COARSE.has(name)) return false;
  }
  return true;
}

const scansAll = (node: PlanNode): boolean =>
  node["Node Type"].includes("Scan") &&
  !["Bitmap Heap Scan", "Tid Scan"].includes(node["Node Type"]) &&
  LARGE.has(node["Relation Name"] ?? "") &&
  isCoarse(node);

/** A join that compares each row with each row of a part of the same statement. */
const comparesAll = ({ "Node Type": type, "Join Filter": filter = "", Plans = [] }: PlanNode): boolean =>
  type === "Nested Loop" &&
  filter.includes(" = ") &&
  Plans.some((child) => child["Parent Relationship"] === "Inner" && child["CTE Name"] !== undefined);

const isRead = (text: string): boolean => !/\b(INSERT INTO|UPDATE|DELETE FROM)\b/.test(text);

/** Statements that read all rows of an organization once per row of something else. */
async function whatReadsAll(): Promise<string[]> {
  const faults = new Set<string>();
  for (const { name, text, planEachTime } of statementsOfTheProduct()) {
    if (planEachTime || FILTERS.test(name)) continue;
    for (const { node, isRepeated } of nodesOf(await genericPlan(client, text))) {
      if (isRepeated && scansAll(node)) faults.add(`${name}: ${node["Index Name"]} ${node["Index Cond"]}`);
    }
  }
  return [...faults];
}

describe("the plan of a statement that is planned once, made while the tables are young", () => {
  it("reads a large table by its keys wherever it does so once per row", async () => {
    expect(await whatReadsAll()).toEqual([]);
  });

  it("finds the action of one resource by its key, not among all of its change", async () => {
    const conditions: [statement: string, condition: string][] = [];
    for (const { name, text } of statementsOfTheProduct()) {
      if (!/^(update|change|insert|remove)_resource_\d/.test(name)) continue;
      for (const { node } of nodesOf(await genericPlan(client, text))) {
        if (node["Relation Name"] === "change_actions" && node["Index Cond"])
          conditions.push([name, node["Index Cond"]]);
      }
    }
    expect(conditions.length).toBeGreaterThan(4);
    expect(conditions.filter(([, condition]) => !/\(key = |\(id = /.test(condition))).toEqual([]);
  });

  it("finds what has ended since a time by that, not among all changes", async () => {
    const { text = "" } = declaredStatements().get("changes_settled_since") ?? {};
    const conditions = [...nodesOf(await genericPlan(client, text))].map(({ node }) => node["Index Cond"] ?? "");
    expect(conditions).toContainEqual(expect.stringContaining("settled_at >="));
  });

  it("compares no part of a reading statement with another row by row", async () => {
    const faults = new Set<string>();
    for (const { name, text, planEachTime } of statementsOfTheProduct()) {
      if (planEachTime || !isRead(text) || BOUNDED.has(name)) continue;
      for (const { node } of nodesOf(await genericPlan(client, text))) {
        if (comparesAll(node)) faults.add(`${name}: ${node["Join Filter"]}`);
      }
    }
    expect([...faults]).toEqual([]);
  });
});

it("whether anything depends on a resource is looked up, though most things depend on something", async () => {
  const pool = createPool({ url: database.url, name: "test", max: 1 });
  const organization = randomUUID();
  await pool.query("INSERT INTO organizations (id, name) VALUES ($1, 'Hub')", [organization]);
  await pool.query(
    `INSERT INTO edges (organization_id, from_key, to_key, kind)
     SELECT $1, 'test/item/' || n, 'test/item/hub', 'dependency' FROM generate_series(1, 5000) AS n`,
    [organization],
  );
  await pool.query("ANALYZE edges");
  const read = await rowsRead(pool, "edges", () =>
    pool.query("SELECT wake_dependents($1::uuid, 'test/item/4711')", [organization]),
  );
  await pool.end();
  expect(read).toBeLessThan(10);
});

it.each<[string, (db: Database, organization: string, wanted: ChangesWanted) => Promise<unknown>]>([
  ["follows", (db, organization, wanted) => findChangesBetween(db, [organization], wanted)],
  ["follows much of", (db, organization, wanted) => findChangeIdsBetween(db, [organization], wanted)],
  ["resumes", (db, organization, wanted) => findOwnChangeIdsBetween(db.tenant(organization), wanted)],
])("who %s the event stream reads what is new, not all history, though few transactions wrote it", async (_, read) => {
  const pool = createPool({ url: database.url, name: "test", max: 1 });
  const organization = randomUUID();
  await pool.query(
    `INSERT INTO resource_changes
       (organization_id, resource_key, event_type, from_state, to_state, generation, actor, correlation_id, xid)
     SELECT $1, 'test/item/' || n, 'UPDATE', 'pending', 'ready', 1, '{}', 'request-1', 1 + n / 2000
     FROM generate_series(0, 19999) AS n`,
    [organization],
  );
  await pool.query("ANALYZE resource_changes");
  const after = { xmax: 1000, running: [998, 999] };
  const until = { xmax: 2000, running: [] };
  const rows = await rowsRead(pool, "resource_changes", () =>
    read(createDatabase(pool), organization, { after, until, aboveId: "0", limit: 500 }),
  );
  await pool.query("TRUNCATE resource_changes");
  await pool.end();
  expect(rows).toBe(0);
});

it("a plan made while all organizations are small reads a large one by its keys", async () => {
  const organization = "md5((n % 500)::text)::uuid";
  const key = "'p/t/n' || n / 500";
  for (const text of [
    "SET session_replication_role = replica",
    `INSERT INTO resources (organization_id, key, id, provider, resource, name, config, lifecycle_state, applied_by)
     SELECT ${organization}, ${key}, 'resource:p_t_n' || n, 'p', 't', 'n' || n / 500, '{}', 'ready', '{}'
     FROM generate_series(0, 4999) AS n`,
    `INSERT INTO edges (organization_id, from_key, to_key, kind)
     SELECT ${organization}, ${key}, 'p/t/n0', 'dependency' FROM generate_series(500, 4999) AS n`,
    `INSERT INTO events (id, organization_id, resource_key, event_type, generation, correlation_id, actor, settled_at)
     SELECT gen_random_uuid(), ${organization}, ${key}, 'CREATE', 1, 'c', '{}', now() FROM generate_series(0, 4999) AS n`,
    `INSERT INTO change_actions (organization_id, change_id, id, key, action, because, state)
     SELECT ${organization}, ${organization}, gen_random_uuid(), ${key}, 'create', '{}', 'succeeded'
     FROM generate_series(0, 4999) AS n`,
    "VACUUM ANALYZE resources, edges, events, change_actions",
  ]) {
    await client.query(text);
  }
  expect(await whatReadsAll()).toEqual([]);
});

it("a plan made while all things depend on one, within one change, reads what is unlike that by its keys", async () => {
  const organization = "00000000-0000-0000-0000-00000000000a";
  for (const text of [
    "TRUNCATE resources, edges, events, change_actions CASCADE",
    `INSERT INTO resources (organization_id, key, id, provider, resource, name, config, lifecycle_state, applied_by)
     SELECT '${organization}', 'p/t/n' || n, 'resource:p_t_n' || n, 'p', 't', 'n' || n, '{}', 'ready', '{}'
     FROM generate_series(0, 4999) AS n`,
    // The index that serves is the larger one, as where an earlier hub has gone.
    ...["p/t/gone", "p/t/n0"].flatMap((hub) => [
      "DELETE FROM edges",
      `INSERT INTO edges (organization_id, from_key, to_key, kind)
       SELECT '${organization}', 'p/t/n' || n, '${hub}', 'dependency' FROM generate_series(1, 4999) AS n`,
    ]),
    `INSERT INTO events (id, organization_id, resource_key, event_type, generation, correlation_id, actor, settled_at)
     SELECT gen_random_uuid(), '${organization}', 'p/t/n0', 'UPDATE', n, 'c', '{}', now() FROM generate_series(0, 4999) AS n`,
    `INSERT INTO change_actions (organization_id, change_id, id, key, action, because, state)
     SELECT '${organization}', '${organization}', gen_random_uuid(), 'p/t/n' || n, 'create', '{}', 'succeeded'
     FROM generate_series(0, 4999) AS n`,
    "VACUUM ANALYZE resources, edges, events, change_actions",
  ]) {
    await client.query(text);
  }
  expect(await whatReadsAll()).toEqual([]);
});
