import { createTestDatabase, type TestDatabase } from "@pragma/testing";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import "../src/administration/index.ts";
import "../src/maintenance/index.ts";
import "../src/queries/index.ts";
import { buildStatements } from "./support/build-statements.ts";
import { type CallSite, type ColumnType, findCallSites } from "./support/call-sites.ts";
import { type DescribedColumn, type Description, describeStatement } from "./support/describe-statement.ts";
import { statementsOfTheProduct } from "./support/statements.ts";

/** The driver's type for one of PostgreSQL, by its OID (`rawTypes`). */
const KINDS: Readonly<Record<number, string>> = {
  16: "boolean",
  17: "Buffer<ArrayBufferLike>",
  20: "string",
  21: "number",
  23: "number",
  25: "string",
  114: "string",
  700: "number",
  701: "number",
  1000: "boolean[]",
  1005: "number[]",
  1007: "number[]",
  1009: "string[]",
  1016: "string[]",
  1043: "string",
  1184: "string",
  1700: "string",
  2278: "string",
  2950: "string",
  2951: "string[]",
  3802: "string",
};

let database: TestDatabase;
let client: pg.Client;
/** `table/place` of the columns that are never null. */
let required: ReadonlySet<string>;
let types: ReadonlyMap<number, string>;
const descriptions = new Map<string, Description>();
const invalid: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client(database.url);
  await client.connect();
  const attributes = await client.query<{ id: string }>(
    "SELECT attrelid || '/' || attnum AS id FROM pg_attribute WHERE attnotnull AND attnum > 0",
  );
  required = new Set(attributes.rows.map(({ id }) => id));
  const catalog = await client.query<{ oid: number; typname: string }>("SELECT oid, typname FROM pg_type");
  types = new Map(catalog.rows.map(({ oid, typname }) => [oid, typname]));
  await buildStatements();
  for (const { name, text } of statementsOfTheProduct()) {
    try {
      descriptions.set(name, await describeStatement(client, text));
    } catch (error) {
      invalid.push(`${name}: ${(error as Error).message}`);
    }
  }
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const sites = findCallSites();

/** Those that are built are numbered. */
const runs = ({ names }: CallSite, name: string): boolean =>
  names.includes(name) ||
  names.includes(name.replace(/_\d+$/, "")) ||
  names.some((many) => many.endsWith("*") && name.startsWith(many.slice(0, -1)));

/** Places and the descriptions of what each may run. */
function* described(): Generator<{ site: CallSite; name: string; description: Description }> {
  for (const site of sites) {
    for (const [name, description] of descriptions) if (runs(site, name)) yield { site, name, description };
  }
}

const kindOf = ({ type }: DescribedColumn): string => KINDS[type] ?? types.get(type) ?? String(type);

/**
 * Whether the database lets it be null. Of what is computed only who wrote it knows; a list is one in `schema.prisma`, which
 * has no optional ones and makes their columns without NOT NULL.
 */
function mayBeNull(column: DescribedColumn): boolean {
  const { table, place } = column;
  return table !== 0 && !kindOf(column).endsWith("[]") && !required.has(`${table}/${place}`);
}

function faultsOf(column: DescribedColumn | undefined, name: string, taken: ColumnType): string[] {
  if (column === undefined) return taken.optional ? [] : [`${name} is not in the answer`];
  const kind = kindOf(column);
  const faults: string[] = [];
  if (taken.kinds.some((wanted) => wanted !== kind)) faults.push(`${name} is ${kind}, not ${taken.kinds.join(" | ")}`);
  if (mayBeNull(column) && !taken.nullable) faults.push(`${name} may be null`);
  return faults;
}

describe("the statements of this package, checked against the migrated database", () => {
  it("are valid", () => {
    expect(invalid).toEqual([]);
    expect(descriptions.size).toBeGreaterThan(350);
  });

  it("get as many values as they have parameters", () => {
    const faults: string[] = [];
    for (const { site, name, description } of described()) {
      if (site.values === undefined || site.values === description.parameters.length) continue;
      faults.push(`${site.place} gives ${name} ${site.values} values for ${description.parameters.length}`);
    }
    expect(faults).toEqual([]);
  });

  it("return the columns that the code expects, with their types, null where allowed", () => {
    const faults: string[] = [];
    let checked = 0;
    for (const { site, name, description } of described()) {
      if (site.row === undefined) continue;
      const columns = new Map(description.columns.map((column) => [column.name, column]));
      for (const [column, taken] of site.row) {
        checked++;
        for (const fault of faultsOf(columns.get(column), column, taken))
          faults.push(`${site.place} ${name}: ${fault}`);
      }
      // A computed column may exist only for its effect.
      for (const { name: column, table } of columns.values()) {
        if (table !== 0 && !site.row.has(column)) faults.push(`${site.place} ${name}: nobody reads ${column}`);
      }
    }
    expect(faults).toEqual([]);
    expect(checked).toBeGreaterThan(1000);
  });

  it("are all of them", () => {
    const unknown = sites.filter((site) => ![...descriptions.keys()].some((name) => runs(site, name)));
    expect(unknown.map(({ place }) => place)).toEqual([]);
  });
});
