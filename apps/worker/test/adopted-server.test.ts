import { applyChange, revertChange } from "@pragma/core/changes";
import { discover } from "@pragma/core/provider-calls";
import { afterAll, beforeAll, expect, it } from "vitest";
import { useOwnServer } from "../../../providers/postgres/test/support/server.ts";
import { planDocuments, readChange, settledChange, shownChange } from "./support/changes.ts";
import { WITH_SHIPPED_PROVIDERS } from "./support/shipped-providers.ts";
import { createWorld, type TestWorker, type World } from "./support/world.ts";

/** How many databases and roles there are, of each as many, and how many are listed at once. */
interface Size {
  count: number;
  limit: number;
  patienceMs: number;
}

// A server of its own: everything that there is on it was made by hand here.
const server = useOwnServer();
let world: World;
let worker: TestWorker;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ world, close } = await createWorld());
  worker = await world.launchWorker(WITH_SHIPPED_PROVIDERS);
});
afterAll(async () => {
  await worker.stop(AbortSignal.abort());
  await close();
});

/** Makes databases and their owners as an administrator would. @returns their names, by type */
async function makeByHand(count: number): Promise<Record<"role" | "database", string[]>> {
  const numbers = Array.from({ length: count }, (_, index) => `${count}_${String(index).padStart(3, "0")}`);
  const made = { role: numbers.map((number) => `team_${number}`), database: numbers.map((number) => `shop_${number}`) };
  await server.sql(made.role.map((role, index) => `CREATE ROLE ${role} CONNECTION LIMIT ${index + 1}`).join("; "));
  for (const [index, database] of made.database.entries()) {
    await server.sql(`CREATE DATABASE ${database} OWNER ${made.role[index]} STRATEGY file_copy`);
  }
  return made;
}

/** All rows of the catalog that a write to one of the things would replace. */
const written = () =>
  server.sql(`SELECT rolname AS name, xmin, ctid FROM pg_authid UNION ALL SELECT datname, xmin, ctid FROM pg_database
    ORDER BY name`);

/** Documents of what there is with such a name, and in how many parts it was listed. */
async function discovered(
  type: string,
  prefix: string,
  limit: number,
): Promise<{ documents: object[]; parts: number }> {
  const documents: object[] = [];
  let cursor: string | null = null;
  let parts = 0;
  do {
    const part: Awaited<ReturnType<typeof discover>> = await discover(world.core, world.context, "postgres", {
      ...{ type, limit, cursor },
    });
    for (const { identity, name, managed_by, config } of part.items) {
      if (!identity.startsWith(prefix)) continue;
      expect(managed_by).toBeNull();
      const handling = { on_delete: "keep" };
      documents.push({
        provider: "postgres",
        resource: type,
        name: name ?? identity,
        adopt: identity,
        handling,
        config,
      });
    }
    ({ cursor } = part);
    parts++;
  } while (cursor !== null);
  return { documents, parts };
}

async function expectTakenOver({ count, limit, patienceMs }: Size): Promise<void> {
  world.moveOn();
  await world.apply("postgres/connection/default", { server_url: server.url() });
  await world.reaches("postgres/connection/default", "ready");
  const made = await makeByHand(count);
  const before = await written();

  const [roles, databases] = [
    await discovered("role", `team_${count}_`, limit),
    await discovered("database", `shop_${count}_`, limit),
  ];
  const documents = [...roles.documents, ...databases.documents];
  expect(documents).toHaveLength(2 * count);
  for (const { parts } of [roles, databases]) expect(parts).toBeGreaterThanOrEqual(Math.ceil(count / limit));

  const planned = await planDocuments(world, documents);
  expect(planned.counts).toMatchObject({ adopt: 2 * count, create: 0, update: 0, refuse: 0 });
  expect(planned.actions?.filter(({ changes, warnings }) => changes.length + warnings.length > 0)).toEqual([]);
  await applyChange(world.core, world.context, planned.id);
  expect(await settledChange(world, planned.id, patienceMs), JSON.stringify(await readChange(world, planned.id))).toBe(
    "succeeded",
  );
  expect(await world.states()).toEqual({ ready: 2 * count + 1 });
  const identities = await world.rows<{ identity: string }>(
    "SELECT identity FROM resources WHERE organization_id = $1 AND identity IS NOT NULL ORDER BY identity",
  );
  expect(identities.map(({ identity }) => identity)).toEqual([...made.database, ...made.role].sort());
  expect(await written()).toEqual(before);

  const next = await planDocuments(world, documents);
  const { unchanged, ...others } = next.counts;
  expect([unchanged, ...Object.values(others)]).toEqual([2 * count, ...Object.values(others).map(() => 0)]);

  const undo = shownChange(await revertChange(world.core, world.context, planned.id, {}));
  expect(undo.counts).toMatchObject({ delete: 2 * count, refuse: 0 });
  await applyChange(world.core, world.context, undo.id);
  expect(await settledChange(world, undo.id, patienceMs)).toBe("succeeded");
  expect(await world.states()).toEqual({ ready: 1 });
  expect(await written()).toEqual(before);
}

it("a server's databases and roles are taken over by one change, and left in place by its revert", async () => {
  await expectTakenOver({ count: 5, limit: 2, patienceMs: 45_000 });
});

it("and so are two hundred of each", { tags: ["thorough"], timeout: 600_000 }, async () => {
  await expectTakenOver({ count: 200, limit: 60, patienceMs: 300_000 });
});
