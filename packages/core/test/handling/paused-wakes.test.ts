import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { retryResource } from "../../src/resources/recover/index.ts";
import { Changes } from "../support/changes.ts";
import type { Organization } from "../support/organization.ts";
import { fail, reject } from "../support/script.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let org: Organization;
let changes: Changes;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
  changes = new Changes(world);
});
afterAll(() => world.close());

const A = "test/item/a";
const B = "test/item/b";
const C = "test/item/c";
const PAUSED = { handling: { paused: true } };
const USES_A = { value: `\${${A}.outputs.value}` };

const WAITS = { value: "${test/item/absent.outputs.value}" };

/** `a` exists, its update failed, and `b` waits for it. */
async function failedUnderWaiting(): Promise<void> {
  await org.apply(A, { value: "1" });
  await world.work();
  world.provider.answer(A, reject("no"));
  await org.apply(A, { value: "2" });
  await world.work();
  await org.apply(B, USES_A);
  await world.work();
  expect(await org.standings(A, B)).toEqual(["failed", "pending"]);
}

/** `a` exists, its update waits for what does not, and `b` waits for it. */
async function bothWait(): Promise<void> {
  await org.apply(A, { value: "1" });
  await world.work();
  await org.apply(A, WAITS);
  await org.apply(B, USES_A);
  await world.work();
  expect(await org.standings(A, B)).toEqual(["pending", "pending"]);
}

describe("what waits for something that is paused goes on", () => {
  it("if what had failed is applied and paused at once", async () => {
    await failedUnderWaiting();
    await org.apply(A, { value: "3" }, PAUSED);
    await world.work();
    expect(await org.standings(A, B)).toEqual(["pending", "ready"]);
  });

  it("if a waiting change is replaced by one that pauses", async () => {
    await bothWait();
    await changes.applyNow({
      documents: [
        { provider: "test", resource: "item", name: "a", config: { value: "3" }, handling: { paused: true } },
      ],
    });
    await world.work();
    expect(await org.standings(A, B)).toEqual(["pending", "ready"]);
  });

  it("if it fails while it is paused, and is retried", async () => {
    await org.apply(A, { value: "1" });
    await world.work();
    await org.apply(A, { value: "2" });
    const held = await world.hold(A);
    await org.apply(B, USES_A);
    await org.apply(A, { value: "2" }, PAUSED);
    await held.settle({ kind: "rejected", message: "no" });
    await world.work();
    expect(await org.standings(A, B)).toEqual(["failed", "pending"]);
    await retryResource(world.core, org.context, A);
    await world.work();
    expect(await org.standings(A, B)).toEqual(["pending", "ready"]);
  });

  it("if its attempt ends without success after it was paused", async () => {
    await org.apply(A, { value: "1" });
    await world.work();
    await org.apply(A, { value: "2" });
    const held = await world.hold(A);
    await org.apply(B, USES_A);
    await org.apply(A, { value: "2" }, PAUSED);
    await world.work();
    expect(await org.standings(A, B)).toEqual(["processing", "pending"]);
    await held.settle(fail());
    await world.work();
    expect(await org.standings(A, B)).toEqual(["pending", "ready"]);
  });

  it("if its attempt is handed back", async () => {
    await org.apply(A, { value: "1" });
    await world.work();
    await org.apply(A, { value: "2" });
    const held = await world.hold(A);
    await org.apply(B, USES_A);
    await org.apply(A, { value: "2" }, PAUSED);
    await world.work();
    await held.settle({ kind: "handed-back" });
    await world.work();
    expect(await org.standings(A, B)).toEqual(["pending", "ready"]);
  });

  it("if it is marked, and waits itself for what has failed", async () => {
    const X = "test/item/x";
    await org.apply(A, { value: "1" });
    await org.apply(X, { value: "1" });
    await org.apply(B, { value: `\${${A}.outputs.value} \${${X}.outputs.value}` });
    await org.apply(C, { value: `\${${B}.outputs.value}` });
    await world.work();
    await org.apply(B, { value: `\${${A}.outputs.value} \${${X}.outputs.value}` }, PAUSED);
    world.provider.always(X, reject("no"));
    await org.apply(X, { value: "2" });
    await world.work();
    await org.apply(A, { value: "2" });
    await world.work();
    expect(await org.standings(X, A, B, C)).toEqual(["failed", "ready", "ready+stale", "ready"]);
    await org.apply(C, { value: `!\${${B}.outputs.value}` });
    await world.work();
    expect(await org.standings(C)).toEqual(["ready"]);
  });

  it("if it is paused by a change", async () => {
    await bothWait();
    await changes.applyNow({
      documents: [{ provider: "test", resource: "item", name: "a", config: WAITS, handling: { paused: true } }],
    });
    await world.work();
    expect(await org.standings(A, B)).toEqual(["pending", "ready"]);
  });

  it("if it is cancelled while it is paused, once it is retried", async () => {
    await org.apply(A, { value: "1" });
    await world.work();
    await org.apply(A, { value: "2" }, PAUSED);
    await org.cancel(A);
    await org.apply(B, USES_A);
    await world.work();
    expect(await org.standings(A, B)).toEqual(["failed", "pending"]);
    await retryResource(world.core, org.context, A);
    await world.work();
    expect(await org.standings(A, B)).toEqual(["pending", "ready"]);
  });
});
