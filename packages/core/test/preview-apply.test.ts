import { type ApplyInput, applyInputSchema, type JsonObject, parseKey } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { DomainError } from "../src/foundation/common/errors.ts";
import { applyResource, previewApply } from "../src/resources/apply/index.ts";
import type { Preconditions } from "../src/resources/present/etag.ts";
import type { Organization } from "./support/organization.ts";
import { reject } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

const MASK = "********";
let world: World;
let org: Organization;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
});
afterAll(() => world.close());

const key = (name: string) => `test/item/${name}`;
const ref = (name: string) => ({ provider: "test", resource: "item", name });

function inputOf(name: string, config: JsonObject, extras: Partial<ApplyInput> = {}): ApplyInput {
  return applyInputSchema.parse({ ...parseKey(name), config, lifecycle_state: "pending", ...extras });
}

/** A preview, in which nothing may be written. */
async function preview(name: string, config: JsonObject, extras: Partial<ApplyInput> = {}, match: Preconditions = {}) {
  const before = await world.everything();
  const result = await previewApply(world.core, org.context, inputOf(name, config, extras), match);
  expect(await world.everything()).toEqual(before);
  return result;
}

describe("a preview", () => {
  it("of something new says what is asked of its provider, and its state", async () => {
    expect(await preview(key("a"), { value: 1, secret: "not-to-be-seen" })).toEqual({
      resource_id: "resource:test_item_a",
      verdict: "create",
      queues: "CREATE",
      from_state: null,
      to_state: "pending",
      issues: [],
      refusal: null,
    });
    expect(await preview(key("a"), {}, { lifecycle_state: "draft" })).toMatchObject({
      verdict: "create",
      queues: null,
      to_state: "draft",
    });
  });

  it("of an existing resource tells an update from what only stores something", async () => {
    await org.apply(key("a"), { value: 1, secret: "first-secret" }, { tags: ["x"] });
    await world.work();
    const changed = { value: 2, secret: "other-secret" };
    expect(await preview(key("a"), changed, { tags: ["y"], depends_on: [key("b")] })).toEqual({
      resource_id: "resource:test_item_a",
      verdict: "change",
      queues: "UPDATE",
      from_state: "ready",
      to_state: "pending",
      issues: [],
      refusal: null,
    });
    expect(await preview(key("a"), changed, { lifecycle_state: "draft" })).toMatchObject({
      verdict: "change",
      queues: null,
      to_state: "draft",
    });
    expect(await preview(key("a"), { value: 1, secret: MASK }, { tags: ["y"] })).toMatchObject({
      verdict: "change",
      queues: null,
      to_state: "ready",
    });
  });

  it("says that nothing would happen", async () => {
    await org.apply(key("a"), { value: 1, secret: "first-secret" });
    await world.work();
    const same = { verdict: "nothing", queues: null, from_state: "ready", to_state: "ready" };
    expect(await preview(key("a"), { value: 1, secret: MASK })).toMatchObject(same);
    expect(await preview(key("a"), { value: 1, secret: "first-secret" })).toMatchObject(same);
  });

  it("of a failed resource says that it would be retried, though nothing differs", async () => {
    world.provider.answer(key("a"), reject());
    await org.apply(key("a"), { value: 1 });
    await world.work();
    expect(await preview(key("a"), { value: 1 })).toMatchObject({ verdict: "change", queues: "CREATE" });
  });
});

describe("a preview of what would be refused", () => {
  it("lists what is wrong with the config, and where", async () => {
    await org.apply(key("a"), { value: 1 });
    await world.work();
    expect(await preview(key("a"), { value: 2, count: -1, unknown: true })).toMatchObject({
      verdict: "refused",
      to_state: null,
      queues: null,
      issues: [{ loc: ["body", "config", "unknown"] }, { loc: ["body", "config", "count"] }],
      refusal: { code: "validation_failed" },
    });
  });

  it("lists masks that stand for nothing", async () => {
    expect(await preview(key("a"), { secret: MASK })).toMatchObject({
      verdict: "refused",
      issues: [{ loc: ["body", "config", "secret"], type: "masked_value" }],
    });
  });

  it("says the same as the apply, whatever the reason", async () => {
    await org.apply(key("base"), { fixed: "one" });
    await org.apply(key("user"), {}, { depends_on: [key("base")] });
    await org.draft("test/item/b_c");
    await world.work();
    await org.apply(key("busy"), { value: "${test/item/absent.outputs.value}" });
    await org.apply(key("going"), {});
    await world.work();
    await org.delete(key("going"));
    const cases: [string, JsonObject, Partial<ApplyInput>, Preconditions, string][] = [
      [key("base"), { fixed: "two" }, {}, {}, "immutable_field"],
      [key("base"), { fixed: "one" }, { depends_on: [key("user")] }, {}, "cycle"],
      [key("base"), { fixed: "one" }, { owner_references: [ref("user")] }, {}, "cycle"],
      [key("busy"), { value: 2 }, {}, {}, "change_in_flight"],
      [key("going"), { value: 2 }, {}, {}, "deletion_in_progress"],
      [key("base"), { fixed: "one" }, {}, { ifNoneMatch: "*" }, "precondition_failed"],
      [key("new"), {}, {}, { ifMatch: '"1"' }, "precondition_failed"],
      ["test/item_b/c", {}, { lifecycle_state: "draft" }, {}, "id_collision"],
      ["nobody/item/x", {}, {}, {}, "validation_failed"],
      [key("x"), { value: "${test/item/base.outputs.nothing}" }, {}, {}, "validation_failed"],
    ];
    for (const [name, config, extras, match, code] of cases) {
      const { verdict, refusal, issues } = await preview(name, config, extras, match);
      expect([name, verdict, refusal?.code]).toEqual([name, "refused", code]);
      const error = await applyResource(world.core, org.context, inputOf(name, config, extras), match).catch(
        (reason: unknown) => reason,
      );
      if (!(error instanceof DomainError)) throw new Error(`${name} was not refused`);
      expect(refusal).toEqual({ code: error.code, message: error.message, facts: error.facts });
      expect(issues).toEqual(error.issues);
    }
  });
});
