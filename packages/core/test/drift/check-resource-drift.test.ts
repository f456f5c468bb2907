import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { answerProviderCall, checkResourceDrift, type OpenQuestion } from "../../src/providers/calls/index.ts";
import type { Organization } from "../support/organization.ts";
import { nextCall } from "../support/provider-calls.ts";
import { readItems, storeFinding } from "../support/stored-finding.ts";
import { createWorld, type World } from "../support/world.ts";

const KEY = "test/item/a";

let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld();
  await readItems(world);
});
beforeEach(async () => {
  await world.work();
  org = world.moveOn();
});
afterAll(() => world.close());

const check = (key = KEY) => checkResourceDrift(world.core, org.context, key);
const calls = () => world.count("provider_calls", `organization_id = '${org.id}'`);

/** Answers the next question as a worker does. */
async function answer(handler: (question: OpenQuestion) => AsyncGenerator<object>): Promise<void> {
  const describe = ({ name, message }: Error) => ({
    kind: name === "TimeoutError" ? ("timeout" as const) : ("failed" as const),
    message,
  });
  const asJson = handler as Parameters<typeof answerProviderCall>[2];
  await answerProviderCall(world.core, await nextCall(world), asJson, (error) => describe(error as Error));
}

describe("a check for drift", () => {
  beforeEach(async () => {
    await org.apply(KEY, { value: 1 });
    await world.work();
  });

  it("answers with what the worker has recorded by then", async () => {
    const change = { path: "config.value", declared: 1, found: 2 };
    const [drift] = await Promise.all([
      check(),
      answer(async function* ({ method, row }) {
        expect([method, row?.key]).toEqual(["drift", KEY]);
        await storeFinding(world, org, KEY, { status: "drifted", changes: [change] });
        yield {};
      }),
    ]);
    expect(drift).toMatchObject({ status: "drifted", changes: [change] });
    expect(await calls()).toBe(0);
  });

  it.each([
    ["fails", "Error", "provider_failed"],
    ["keeps silent", "TimeoutError", "provider_timeout"],
  ])("says so if the provider %s", async (_, name, code) => {
    const checked = check();
    checked.catch(() => {});
    // biome-ignore lint/correctness/useYield: it fails before it answers
    await answer(async function* () {
      throw Object.assign(new Error("connection refused"), { name });
    });
    await expect(checked).rejects.toMatchObject({ code, message: expect.stringContaining(KEY) });
  });

  it("takes no answer for a failure", async () => {
    const checked = check();
    checked.catch(() => {});
    await answer(async function* () {});
    await expect(checked).rejects.toMatchObject({ code: "provider_failed" });
  });
});

describe("no check is made", () => {
  const refused = async (code: string, words: string): Promise<void> => {
    await expect(check()).rejects.toMatchObject({ code, message: expect.stringContaining(words) });
    expect(await calls()).toBe(0);
  };

  it("of what is absent", () => refused("not_found", "Resource"));

  it("of a type that cannot be read", async () => {
    await org.apply("test/open/a");
    await world.work();
    await expect(check("test/open/a")).rejects.toMatchObject({
      code: "not_found",
      message: expect.stringContaining("test/open has neither read nor observe"),
    });
  });

  it("while it is pending or processing", async () => {
    await org.apply(KEY, { value: 1 });
    await refused("change_in_flight", "is pending");
    const held = await world.hold(KEY);
    await refused("change_in_flight", "is processing");
    await held.settle({ kind: "succeeded", outputs: {} });
  });

  it("of what was never provisioned", async () => {
    await org.draft(KEY);
    await refused("conflict", "never provisioned");
  });

  it("of what is paused, which it says by name", async () => {
    await org.apply(KEY, { value: 1 });
    await world.work();
    await org.apply(KEY, { value: 1 }, { handling: { paused: true } });
    await refused("conflict", "is paused");
  });

  it("of what is being deleted", async () => {
    await org.apply(KEY, { value: 1 });
    await world.work();
    await org.delete(KEY);
    await refused("deletion_in_progress", "is being deleted");
  });
});
