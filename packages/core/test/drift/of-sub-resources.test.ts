import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { applySubResource } from "../../src/processing/sub-resources/index.ts";
import { Changes } from "../support/changes.ts";
import { find, serveReal } from "../support/drift.ts";
import type { Organization } from "../support/organization.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let org: Organization;

const OWNER = "test/open/owner";
const PART = "test/real/part";

beforeAll(async () => {
  world = await createWorld();
  await serveReal(world);
});
beforeEach(async () => {
  await world.work();
  org = world.moveOn();
});
afterAll(() => world.close());

/** The owner made its part, somebody changed that by hand, and decides it. */
async function decided(choice: "revert" | "accept"): Promise<void> {
  await org.apply(OWNER, { v: 1 });
  const first = await world.hold(OWNER);
  await applySubResource(world.core, first.claim, {
    ...{ provider: "test", resource: "real", name: "part", config: { text: "declared" } },
  });
  await world.work();
  await first.settle({ kind: "succeeded", outputs: {}, subResources: [PART] });
  const changes = [{ path: "config.text", declared: "declared", found: "by hand" }];
  await find(world, org, PART, { changes });
  const reviewed = new Changes(world);
  await reviewed.apply((await reviewed.plan({ drift: [{ resource: PART, choice }] })).id);
  await world.work();
}

/** The owner does not apply its part any more. @returns whether that goes */
async function isDropped(): Promise<boolean> {
  await org.apply(OWNER, { v: 2 });
  const second = await world.hold(OWNER);
  await second.settle({ kind: "succeeded", outputs: {}, subResources: [] });
  return (await world.count("sub_resource_drops", `organization_id = '${org.id}' AND key = '${PART}'`)) === 1;
}

it("stays its owner's where what is declared is sent once more", async () => {
  await decided("revert");
  expect(await isDropped()).toBe(true);
});

it("is its decider's where what was found is declared", async () => {
  await decided("accept");
  expect(await isDropped()).toBe(false);
});
