import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { previewChange } from "../../src/changes/index.ts";
import { planChange } from "../../src/changes/plan-change.ts";
import { retryDeadLetter } from "../../src/resources/dead-letters/retry-dead-letter.ts";
import { Changes, summary } from "../support/changes.ts";
import { find, findNothing, sealed, serveReal } from "../support/drift.ts";
import type { Organization } from "../support/organization.ts";
import { reject } from "../support/script.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let org: Organization;
let changes: Changes;

const key = "test/real/a";
const id = "resource:test_real_a";
const source = "test/item/source";
const drift = (choice: "revert" | "accept", resource = id) => ({ drift: [{ resource, choice }] });
const TEXT = { path: "config.text", declared: "s", found: "by hand" };

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 1 });
  await serveReal(world);
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  org = world.moveOn();
  changes = new Changes(world);
  await org.apply(source, { value: "s", text: "t" });
  await org.apply(
    key,
    { text: "${test/item/source.outputs.value}", count: 1, secret: "s-secret", fixed: "x" },
    { tags: ["x"] },
  );
  await world.work();
  world.provider.reset();
});
afterAll(() => world.close());

/** `loc: msg` of all issues of a plan. */
async function issues(input: object): Promise<string[]> {
  const { actions } = await changes.plan(input);
  return actions.flatMap(({ issues: found }) => found.map(({ loc, msg }) => `${loc.join(".")}: ${msg}`)).sort();
}

describe("reverting drift", () => {
  it("plans what was found and what is declared, and sends that once more, to be repaired", async () => {
    await find(world, org, key, { changes: [TEXT, { path: "config.count", declared: 1, found: null }] });
    const before = await org.row(key);
    const plan = await changes.plan(drift("revert"));
    expect(plan).toMatchObject({ counts: { update: 1 }, status: "planned" });
    expect(plan.actions).toMatchObject([
      {
        action: "update",
        document: null,
        because: { kind: "drift" },
        changes: [
          { path: "config.text", before: "by hand", after: "s" },
          { path: "config.count", before: null, after: 1 },
        ],
      },
    ]);
    const done = await changes.finish((await changes.apply(plan.id)).id);
    expect(done.status).toBe("succeeded");
    expect(world.provider.calls).toMatchObject([{ event: "UPDATE", repairs: true, config: { text: "s", count: 1 } }]);
    const after = await org.row(key);
    expect(after).toMatchObject({ drift: "in_sync", config: before?.config, generation: before?.generation });
  });

  it("says that what is missing is created without its data", async () => {
    await find(world, org, key, { found: "missing" });
    const { actions } = await changes.plan(drift("revert", key));
    expect(actions).toMatchObject([{ changes: [], warnings: ["Created anew: its data is not restored"] }]);
  });

  it("leaves nothing to be undone", async () => {
    await find(world, org, key, { changes: [TEXT] });
    const { id: changeId } = await changes.applyNow(drift("revert"));
    await changes.finish(changeId);
    const undo = await changes.revert(changeId);
    expect(undo).toMatchObject({ actions: [], counts: { update: 0, unchanged: 1 } });
  });

  it("tries what had failed, too", async () => {
    world.provider.answer(key, reject());
    await org.apply(key, { count: 2, fixed: "x" });
    await world.work();
    await find(world, org, key, { changes: [{ path: "config.count", declared: 1, found: 3 }] });
    const plan = await changes.plan(drift("revert"));
    expect(plan.actions[0]?.changes).toEqual([
      { path: "config.text", before: "s", after: null },
      { path: "config.count", before: 3, after: 2 },
      { path: "config.secret", before: "********", after: null, sensitive: true },
    ]);
    expect((await changes.finish((await changes.apply(plan.id)).id)).status).toBe("succeeded");
    expect(await org.row(key)).toMatchObject({ lifecycle_state: "ready", drift: "in_sync" });
  });
});

describe("accepting drift", () => {
  it("declares what was found, and removes what was found absent", async () => {
    await find(world, org, key, { changes: [TEXT, { path: "config.count", declared: 1, found: null }] });
    const plan = await changes.plan(drift("accept"));
    expect(plan.actions).toMatchObject([
      {
        action: "update",
        document: null,
        because: { kind: "drift" },
        changes: expect.arrayContaining([
          { path: "config.text", before: "${test/item/source.outputs.value}", after: "by hand" },
          { path: "config.count", before: 1, after: null },
        ]),
      },
    ]);
    expect((await changes.finish((await changes.apply(plan.id)).id)).status).toBe("succeeded");
    const resource = await org.get(key);
    expect(resource.config).toEqual({ text: "by hand", secret: "********", fixed: "x" });
    expect(resource.dependencies).toEqual([]);
    expect(world.provider.calls).toMatchObject([
      { event: "UPDATE", repairs: false, previous: { text: "by hand", secret: "s-secret", fixed: "x" } },
    ]);
    expect(resource.tags).toEqual(["x"]);
  });

  it("keeps the references that give what was found", async () => {
    const ref = "${test/item/source.outputs.value}";
    await org.apply(key, { fixed: "x", value: { env: { a: ref, b: 1 }, list: [{ n: ref }, { n: "2" }] } });
    await world.work();
    const list = [{ n: "s" }, { n: "2" }];
    await find(world, org, key, {
      changes: [
        { path: "config.value.env.b", declared: 1, found: 2 },
        { path: "config.value.list", declared: list, found: [{ n: "2" }, { n: "s" }, { n: "3" }] },
      ],
    });
    await changes.finish((await changes.applyNow(drift("accept"))).id);
    const { config, dependencies } = await org.get(key);
    expect(config).toEqual({
      fixed: "x",
      value: { env: { a: ref, b: 2 }, list: [{ n: "2" }, { n: ref }, { n: "3" }] },
    });
    expect(dependencies).toMatchObject([{ name: "source" }]);
  });

  it("takes the place of a reference to an object of which a part differs", async () => {
    await org.apply("test/open/o", { labels: { env: "a", team: "t" } });
    await org.apply(key, { fixed: "x", value: "${test/open/o.outputs.labels}" });
    await world.work();
    await find(world, org, key, { changes: [{ path: "config.value.env", declared: "a", found: "b" }] });
    await changes.finish((await changes.applyNow(drift("accept"))).id);
    expect((await org.get(key)).config).toEqual({ fixed: "x", value: { env: "b", team: "t" } });
  });

  it("is undone by the config of before", async () => {
    const before = await org.get(key);
    await find(world, org, key, { changes: [TEXT] });
    const { id: changeId } = await changes.applyNow(drift("accept"));
    await changes.finish(changeId);
    const undo = await changes.revert(changeId);
    expect(undo.actions).toMatchObject([
      { action: "update", changes: [{ path: "config.text", before: "by hand", after: before.config["text"] }] },
    ]);
    await changes.finish((await changes.apply(undo.id)).id);
    const { config, dependencies } = await org.get(key);
    expect({ config, dependencies }).toEqual({ config: before.config, dependencies: before.dependencies });
  });

  it("takes an immutable field as it was found, also where the update is retried", async () => {
    await find(world, org, key, { changes: [{ path: "config.fixed", declared: "x", found: "y" }] });
    world.provider.answer(key, reject());
    const { id: changeId } = await changes.applyNow(drift("accept"));
    expect((await changes.finish(changeId)).status).toBe("failed");
    await org.apply(source, { value: "other" });
    await world.work();
    expect(await org.row(key)).toMatchObject({ lifecycle_state: "ready" });
    expect(world.provider.calls.at(-1)).toMatchObject({ config: { fixed: "y", text: "other" } });
    await expect(org.apply(key, { fixed: "x" })).rejects.toMatchObject({ code: "immutable_field" });
  });

  it("tells the handler what was found as what ran before, in each attempt and once the dead letter is retried", async () => {
    await find(world, org, key, { changes: [{ path: "config.fixed", declared: "x", found: "y" }] });
    world.provider.answer(key, reject());
    await changes.finish((await changes.applyNow(drift("accept"))).id);
    const [letter] = await org.deadLetters();
    await retryDeadLetter(world.core, org.context, letter?.event_id ?? "");
    await world.work();
    expect(world.provider.calls.map(({ previous }) => previous?.["fixed"])).toEqual(["y", "y"]);
    expect(await org.row(key)).toMatchObject({ lifecycle_state: "ready" });
  });

  it("sends an update where outputs alone differ", async () => {
    await find(world, org, key, { changes: [{ path: "outputs.text", declared: "s", found: "moved" }] });
    const plan = await changes.plan(drift("accept"));
    expect(plan.actions).toMatchObject([{ action: "update", changes: [] }]);
    await changes.finish((await changes.apply(plan.id)).id);
    expect(world.provider.calls).toMatchObject([{ event: "UPDATE", repairs: false }]);
  });

  it("seals what is sensitive, shows it to nobody, and tells nobody without the right to compare", async () => {
    const declared = sealed(world, org, "s-secret");
    await find(world, org, key, {
      changes: [{ path: "config.secret", declared, found: sealed(world, org, "found-secret") }],
    });
    const planner = { ...org.context, scopes: new Set(["changes:plan", "resources:read"] as const) };
    for (const choice of ["revert", "accept"] as const) {
      const { body } = await planChange(world.core, planner, drift(choice));
      expect(body).not.toMatch(/found-secret|s-secret|\$encrypted/);
      const shown = { path: "config.secret", before: "********", after: "********", sensitive: true };
      expect(JSON.parse(body).actions[0].changes).toEqual([shown]);
    }
    await changes.finish((await changes.applyNow(drift("accept"))).id);
    expect(world.provider.calls).toMatchObject([{ config: { secret: "found-secret" } }]);
    expect((await org.row(key))?.config).not.toContain("found-secret");
    expect((await org.get(key)).config["secret"]).toBe("********");
    expect(await world.tablesHolding("found-secret")).toEqual([]);
  });

  it("refuses what is missing, what does not fit, and what would be a reference", async () => {
    await find(world, org, key, { found: "missing" });
    expect(await issues(drift("accept"))).toEqual([
      `drift.0: ${id} is missing, and nothing can be declared of it: revert that, or delete it`,
    ]);
    await find(world, org, key, { changes: [{ path: "config.count", declared: 1, found: -1 }], hash: "h2" });
    expect(await issues(drift("accept"))).toEqual([
      expect.stringMatching(/^drift\.0: What was found cannot be declared: .*count.*\. Revert it instead$/),
    ]);
    const stolen = { path: "config.text", declared: "s", found: "${test/item/source.outputs.text}" };
    await find(world, org, key, { changes: [stolen], hash: "h3" });
    expect(await issues(drift("accept"))).toEqual([
      "drift.0: config.text was found to be what would be a reference: it cannot be declared as it is",
    ]);
  });
});

describe.each(["revert", "accept"] as const)("a choice to %s drift", (choice) => {
  it("is stale once the finding has changed or gone", async () => {
    await find(world, org, key, { changes: [TEXT] });
    const [changed, gone, kept] = [
      await changes.plan(drift(choice)),
      await changes.plan(drift(choice)),
      await changes.plan(drift(choice)),
    ];
    await find(world, org, key, { changes: [{ ...TEXT, found: "otherwise" }], hash: "h2" });
    await expect(changes.apply(changed.id)).rejects.toMatchObject({ code: "stale_plan", facts: { stale: [id] } });
    await findNothing(world, org, key);
    await expect(changes.apply(gone.id)).rejects.toMatchObject({ code: "stale_plan" });
    await find(world, org, key, { changes: [TEXT] });
    expect((await changes.finish((await changes.apply(kept.id)).id)).status).toBe("succeeded");
  });

  it("has another preview once the finding has changed", async () => {
    await find(world, org, key, { changes: [TEXT] });
    const { basis } = await previewChange(world.core, org.context, drift(choice));
    await find(world, org, key, { changes: [TEXT], hash: "h2" });
    await expect(changes.plan({ ...drift(choice), basis })).rejects.toMatchObject({ code: "stale_preview" });
  });

  it("needs a finding, and what may be sent", async () => {
    await org.apply("test/real/draft", {});
    await world.work();
    await org.draft("test/real/draft", { count: 1 });
    await org.apply("test/real/paused", {}, { handling: { paused: false } });
    await world.work();
    await org.apply("test/real/paused", {}, { handling: { paused: true } });
    for (const name of ["draft", "paused"]) await find(world, org, `test/real/${name}`);
    const named = ["a", "draft", "paused"].map((name) => ({ resource: `test/real/${name}`, choice }));
    expect(await issues({ drift: named })).toEqual([
      `drift.0: ${id} has no drift: nothing was found that differs`,
      expect.stringMatching(/^drift\.1: .* is a draft: only of what is ready or failed can drift be decided$/),
      expect.stringMatching(/^drift\.2: .* is paused: only of what is ready or failed can drift be decided$/),
    ]);
  });

  it("waits for what is pending or processing", async () => {
    await find(world, org, key, { changes: [TEXT] });
    await org.apply(key, { count: 2, fixed: "x" });
    expect((await changes.plan(drift(choice))).busy).toEqual([id]);
    const held = await world.hold(key);
    const plan = await changes.plan(drift(choice));
    expect(plan.busy).toEqual([id]);
    await expect(changes.apply(plan.id)).rejects.toMatchObject({ code: "change_in_flight" });
    await held.settle({ kind: "succeeded", outputs: {} });
  });

  it("looks again at what is only observed, and writes nothing", async () => {
    await org.apply(key, { fixed: "x" }, { handling: { mode: "observe" } });
    await world.work();
    world.provider.reset();
    await find(world, org, key, { found: "drifted", changes: [TEXT] });
    const before = await org.row(key);
    await changes.finish((await changes.applyNow(drift(choice))).id);
    expect(world.provider.calls).toMatchObject([{ event: "UPDATE", repairs: false }]);
    expect(await org.row(key)).toMatchObject({ config: before?.config, drift: "drifted" });
  });

  it("is refused for what the change names otherwise, and for what does not exist", async () => {
    await find(world, org, key, { changes: [TEXT] });
    const document = { provider: "test", resource: "real", name: "a", config: {} };
    const said = await issues({ ...drift(choice), documents: [document] });
    expect(said).toContain(`drift.0: ${key} is named more than once`);
    expect(await issues({ ...drift(choice), reapply: [key] })).toContain(`drift.0: ${key} is named more than once`);
    expect(await issues({ ...drift(choice), delete: [{ resource: key }] })).toContain(
      `drift.0: ${id} is named in drift and in delete`,
    );
    await expect(changes.plan(drift(choice, "test/real/none"))).rejects.toMatchObject({
      code: "validation_failed",
      issues: [{ loc: ["body", "drift", 0, "resource"] }],
    });
  });

  it("counts among the 2,000, and is atomic with the rest", async () => {
    const many = Array.from({ length: 2000 }, () => ({ resource: key, choice }));
    await expect(changes.plan({ drift: many, reapply: [key] })).rejects.toMatchObject({ code: "payload_too_large" });
    await find(world, org, key, { changes: [TEXT] });
    const bad = { provider: "test", resource: "real", name: "b", config: { count: -1 } };
    const before = await world.everything();
    await expect(changes.applyNow({ ...drift(choice), documents: [bad] })).rejects.toMatchObject({
      code: "validation_failed",
    });
    expect(await world.everything()).toEqual(before);
  });

  it("keeps what it decides in its set, and says what follows", async () => {
    const user = { provider: "test", resource: "item", name: "user", config: { value: "${test/real/a.outputs.text}" } };
    await changes.finish((await changes.applyNow({ documents: [user] })).id);
    await find(world, org, key, { changes: [TEXT] });
    const change = await changes.applyNow({ ...drift(choice), set: "shop", documents: [] });
    expect(summary(change)).toEqual([`update ${key}`, "follow test/item/user"]);
    await changes.finish(change.id);
    expect(await org.get(key)).toMatchObject({ set: null });
  });
});
