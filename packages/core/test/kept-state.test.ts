import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { getResource } from "../src/resources/read/index.ts";
import type { Organization } from "./support/organization.ts";
import { reject, succeed } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 2, retryBaseDelayMs: 1, retryMaxDelayMs: 1 });
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
});
afterAll(() => world.close());

const key = "test/item/a";
const STATE = { upload: "id of an upload" };

/** Applies a value, and answers its event. @returns what its handler was given */
async function run(value: number, ...answers: Parameters<World["provider"]["answer"]>[1][]): Promise<unknown[]> {
  world.provider.answer(key, ...answers);
  await org.apply(key, { value });
  await world.work();
  return world.provider.calls.splice(0).map(({ state }) => state);
}

async function stored(): Promise<string | null> {
  const { rows } = await world.pool.query<{ state: string | null }>(
    "SELECT state::text FROM resources WHERE organization_id = $1 AND key = $2",
    [org.id, key],
  );
  return rows[0]?.state ?? null;
}

it("is what the next handlers get, whatever they keep", async () => {
  expect(await run(1, succeed({}, STATE))).toEqual([null]);
  expect(await run(2, succeed({}))).toEqual([STATE]);
  expect(await run(3, succeed({}, "other"))).toEqual([STATE]);
  expect(await run(4, succeed({}, null))).toEqual(["other"]);
  expect(await run(5, succeed({}))).toEqual([null]);
  expect(await stored()).toBeNull();
});

it("stays when an update fails", async () => {
  await run(1, succeed({}, STATE));

  expect(await run(2, reject("no"))).toEqual([STATE]);
  expect(await run(3, succeed({}))).toEqual([STATE]);
});

it("is there for a deletion, and not for the next resource of that name", async () => {
  await run(1, succeed({}, STATE));
  await org.delete(key);
  await world.work();

  expect(world.provider.calls.splice(0)).toMatchObject([{ event: "DELETE", state: STATE }]);
  expect(await run(1, succeed({}))).toEqual([null]);
});

it("is sealed, and shown nowhere", async () => {
  await run(1, succeed({}, STATE));

  expect(await stored()).toMatch(/^\{"\$encrypted":"v1\./);
  const { body } = await getResource(world.core, org.context, key);
  expect(JSON.parse(body)).not.toHaveProperty("state");
  expect(body).not.toContain("upload");
  expect(body).not.toContain("$encrypted");
});
