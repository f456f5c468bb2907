import type { Change, ChangeInput, Scope } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { planChange } from "../../src/changes/index.ts";
import { Changes, summary } from "../support/changes.ts";
import { reject } from "../support/script.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let changes: Changes;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  world.moveOn();
  changes = new Changes(world);
});
afterAll(() => world.close());

const item = (name: string, config: object = {}, more: object = {}) => ({
  provider: "test",
  resource: "item",
  name,
  config,
  ...more,
});
const settings = (name: string, data: object) => ({ provider: "pragma", resource: "config", name, config: { data } });

describe("a plan", () => {
  it("says what is created in which order, and writes nothing else", async () => {
    const before = await world.everything();
    const plan = await changes.plan({
      documents: [
        item("b", { value: "${test/item/a.outputs.value}" }),
        item("a", { value: 1, secret: "not-to-be-seen" }),
      ],
      message: "two items",
    });
    expect(plan).toMatchObject({ status: "planned", message: "two items", counts: { create: 2, refuse: 0 } });
    expect(summary(plan)).toEqual(["create test/item/a", "create test/item/b"]);
    expect(plan.actions.map(({ wave, document }) => [wave, document])).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect(plan.actions[0]?.changes).toContainEqual({
      path: "config.secret",
      before: null,
      after: "********",
      sensitive: true,
    });
    expect(await world.tablesHolding("not-to-be-seen")).toEqual([]);
    const after = (await world.everything()).filter((line) => !line.startsWith("audit_entries"));
    expect(after).toEqual(before.filter((line) => !line.startsWith("audit_entries")));
  });

  it("shows dependencies beside a changed reference only where they are explicit", async () => {
    const refersTo = (name: string, more: object = {}) =>
      item("d", { value: `\${test/item/${name}.outputs.value}` }, more);
    const ref = (name: string) => ({ provider: "test", resource: "item", name });
    const documents = ["a", "b", "c"].map((name) => item(name, { value: 1 }));
    await changes.finish((await changes.applyNow({ documents: [...documents, refersTo("a")] })).id);
    const shown = async (document: ReturnType<typeof item>) =>
      (await changes.plan({ documents: [document] })).actions[0]?.changes.map(({ path, before, after }) => [
        path,
        ...(path === "dependencies" ? [before, after] : []),
      ]);

    expect(await shown(refersTo("b"))).toEqual([["config.value"]]);
    expect(await shown(refersTo("b", { depends_on: ["test/item/c"] }))).toEqual([
      ["config.value"],
      ["dependencies", [], [ref("c")]],
    ]);
    // A dependency that stays for another reason is no change.
    expect(await shown(refersTo("b", { depends_on: ["test/item/a"] }))).toEqual([["config.value"]]);
    expect(await shown(refersTo("a", { depends_on: ["test/item/b"] }))).toEqual([
      ["dependencies", [ref("a")], [ref("b"), ref("a")]],
    ]);
  });

  it("shows of what it refuses what would differ, beside the config too", async () => {
    const first = await changes.applyNow({ documents: [item("a", { value: 1 }, { tags: ["x"] })] });
    await changes.finish(first.id);
    const wanted = item("a", { value: 2, unknown: true }, { tags: ["y"], deletion_protected: true });
    const { actions } = await changes.plan({ documents: [wanted] });
    expect(actions).toMatchObject([
      {
        action: "refuse",
        changes: [
          { path: "config.value", before: 1, after: 2 },
          { path: "config.unknown", before: null, after: true },
          { path: "deletion_protected", before: false, after: true },
          { path: "tags", before: ["x"], after: ["y"] },
        ],
      },
    ]);
  });

  it("counts all that is kept of it, warnings included", async () => {
    const depends_on = Array.from({ length: 500 }, (_, index) => `pragma/config/nobody-declares-this-${index}`);
    const { id, actions } = await changes.plan({ documents: [{ ...settings("waits", {}), depends_on }] });
    const { rows } = await world.pool.query("SELECT size FROM changes WHERE id = $1", [id]);
    const sent = JSON.stringify(depends_on).length;
    expect(Number(rows[0].size)).toBeGreaterThan(sent + JSON.stringify(actions[0]?.warnings).length);
  });

  it("follows a changed value through computed outputs, and says where one is not known yet", async () => {
    const first = await changes.applyNow({
      documents: [
        settings("base", { host: "one", port: 1 }),
        settings("url", { text: "http://${pragma/config/base.outputs.host}" }),
        item("a", { value: "${pragma/config/url.outputs.text}" }),
        item("b", { value: "${test/item/a.outputs.value}" }),
        item("c", { value: "${pragma/config/base.outputs.port}" }),
      ],
    });
    expect(await changes.finish(first.id)).toMatchObject({ status: "succeeded" });
    const plan = await changes.plan({ documents: [settings("base", { host: "two", port: 1 })] });
    expect(summary(plan)).toEqual([
      "update pragma/config/base",
      "follow pragma/config/url",
      "follow test/item/a",
      "follow test/item/b",
    ]);
    expect(plan.actions.map(({ wave }) => wave)).toEqual([0, 1, 2, 3]);
    expect(plan.actions[2]?.changes).toEqual([{ path: "config.value", before: "http://one", after: "http://two" }]);
    expect(plan.actions[3]?.changes).toMatchObject([
      { path: "config.value", unknown: { from: "test/item/a.outputs.value" } },
    ]);
  });
});

describe("a plan of a draft", () => {
  it("shows what it changes in what runs, though its config is stored already", async () => {
    const first = await changes.applyNow({
      documents: [
        settings("base", { host: "one", port: 1 }),
        item("a", { value: 1, secret: "hidden-one", count: 4 }),
        item("b", { value: "${pragma/config/base.outputs.host}" }),
      ],
    });
    await changes.finish(first.id);
    const drafts = [
      item("a", { value: 2, secret: "hidden-two", count: 4 }),
      item("b", { value: "${pragma/config/base.outputs.port}" }),
      item("c", { value: "${test/item/a.outputs.value}" }),
    ];
    await changes.applyNow({ documents: drafts.map((draft) => ({ ...draft, lifecycle_state: "draft" })) });
    const before = await world.everything();
    const [a, b, c] = drafts;
    const plan = await changes.plan({ documents: [{ ...a, config: { ...a?.config, secret: "********" } }, b, c] });
    const shown = Object.fromEntries(plan.actions.map(({ resource: { name }, changes: found }) => [name, found]));
    expect(shown["a"]?.toSorted((one, other) => one.path.localeCompare(other.path))).toEqual([
      { path: "config.secret", before: "********", after: "********", sensitive: true },
      { path: "config.value", before: 1, after: 2 },
    ]);
    expect(shown["b"]).toEqual([{ path: "config.value", before: "one", after: 1 }]);
    // A config that never ran is new as a whole.
    expect(shown["c"]).toEqual([{ path: "config.value", before: null, after: "${test/item/a.outputs.value}" }]);
    const after = (await world.everything()).filter((line) => !line.startsWith("audit_entries"));
    expect(after).toEqual(before.filter((line) => !line.startsWith("audit_entries")));

    await changes.apply(plan.id);
    expect(await changes.finish(plan.id)).toMatchObject({ status: "succeeded" });
    expect(await changes.plan({ documents: [b] })).toMatchObject({ counts: { update: 0, unchanged: 1 } });
  });

  it("is stale once the draft was discarded, or another one is there instead", async () => {
    await changes.finish((await changes.applyNow({ documents: [item("a", { value: 1 })] })).id);
    const staged = { ...item("a", { value: 2 }), lifecycle_state: "draft" as const };
    await changes.applyNow({ documents: [staged] });
    const plans = [await changes.plan({ documents: [item("a", { value: 2 })] })];
    plans.push(await changes.plan({ documents: [item("a", { value: 2 })] }));
    await world.org.discard("test/item/a");
    await expect(changes.apply(plans[0]?.id ?? "")).rejects.toMatchObject({ code: "stale_plan" });
    await world.org.draft("test/item/a", { value: 3 });
    await expect(changes.apply(plans[1]?.id ?? "")).rejects.toMatchObject({ code: "stale_plan" });
  });

  it("says from where a value comes that is not known yet, and tells nobody whether they guessed a secret", async () => {
    const first = await changes.applyNow({
      documents: [item("a", { value: 1 }), item("b", { value: 1, secret: "s" })],
    });
    await changes.finish(first.id);
    const draft = item("b", { value: "${test/item/a.outputs.value}", secret: "t" });
    await changes.applyNow({ documents: [{ ...draft, lifecycle_state: "draft" }] });
    const documents = [item("a", { value: 2 }), draft];
    const { actions } = await changes.plan({ documents });
    expect(actions.at(-1)?.changes).toContainEqual({
      path: "config.value",
      before: 1,
      after: null,
      unknown: { from: "test/item/a.outputs.value" },
    });
    const guesser = { ...world.org.context, scopes: new Set(["resources:read", "changes:plan"] as const) };
    const { body } = await planChange(world.core, guesser, { documents });
    const guessed = (JSON.parse(body) as Change).actions.at(-1)?.changes.find(({ path }) => path === "config.secret");
    expect(guessed).toMatchObject({ unknown: { from: "secret" } });
  });
});

describe("applying", () => {
  it("creates all of it, and shows what became of each", async () => {
    const change = await changes.applyNow({
      documents: [item("b", { value: "${test/item/a.outputs.value}" }), item("a", { value: 1 })],
    });
    expect(change).toMatchObject({ status: "applying", counts: { create: 2 } });
    expect(change.actions.map(({ state }) => state)).toEqual(["waiting", "waiting"]);
    const over = await changes.finish(change.id);
    expect(over).toMatchObject({ status: "succeeded", blocked: [] });
    expect(over.actions.map(({ state, attempts }) => [state, attempts])).toEqual([
      ["succeeded", 1],
      ["succeeded", 1],
    ]);
    const { rows } = await world.pool.query(
      "SELECT DISTINCT change_id FROM resource_changes WHERE organization_id = $1",
      [world.org.id],
    );
    expect(rows).toEqual([{ change_id: change.id }]);
    const again = await changes.plan({ documents: [item("a", { value: 1 })] });
    expect(again).toMatchObject({ counts: { unchanged: 1 }, actions: [] });
  });

  it("carries out a plan, once, and a follower is part of it", async () => {
    const first = await changes.applyNow({
      documents: [settings("base", { host: "one" }), item("a", { value: "${pragma/config/base.outputs.host}" })],
    });
    await changes.finish(first.id);
    const plan = await changes.plan({ documents: [settings("base", { host: "two" })] });
    expect(await changes.apply(plan.id)).toMatchObject({ status: "applying" });
    expect(await changes.apply(plan.id)).toMatchObject({ status: "applying" });
    const over = await changes.finish(plan.id);
    expect(over).toMatchObject({ status: "succeeded", counts: { update: 1, follow: 1 } });
    expect(over.actions.map(({ action, state }) => `${action} ${state}`)).toEqual([
      "update succeeded",
      "follow succeeded",
    ]);
    expect(world.provider.calls.at(-1)?.config).toEqual({ value: "two" });
  });

  it("fails with what waits for the failure, and goes on after a retry", async () => {
    world.provider.answer("test/item/a", reject("no room"));
    const change = await changes.applyNow({
      documents: [item("a", { value: 1 }), item("b", { value: "${test/item/a.outputs.value}" }), item("c")],
    });
    const failed = await changes.finish(change.id);
    expect(failed).toMatchObject({
      status: "failed",
      blocked: [{ resource: "resource:test_item_b", by: ["resource:test_item_a"] }],
    });
    expect(failed.actions.map(({ resource, state, error }) => [resource.name, state, error])).toEqual([
      ["a", "failed", expect.stringContaining("no room")],
      ["c", "succeeded", null],
      ["b", "failed", null],
    ]);
  });
});

describe("values of a plan", () => {
  it("have to fit together, as they have to when they are resolved", async () => {
    const text = "${pragma/config/large.outputs.text}";
    const first = await changes.applyNow({
      documents: [settings("large", { text: "small" }), settings("five", { all: [text, text, text, text, text] })],
    });
    await changes.finish(first.id);
    const plan = await changes.plan({ documents: [settings("large", { text: "x".repeat(900_000) })] });
    expect(summary(plan)).toEqual(["update pragma/config/large", "follow pragma/config/five"]);
    expect(plan.actions[1]?.warnings[0]).toMatch(/^The update would fail: .* larger than 4 MiB$/);
  });
});

describe("a plan of who may only plan", () => {
  const planner = () => ({ ...world.org.context, scopes: new Set<Scope>(["resources:read", "changes:plan"]) });
  const planFor = async (documents: ChangeInput["documents"]) => {
    const { body } = await planChange(world.core, planner(), { documents });
    const { counts, busy, actions } = JSON.parse(body) as Change;
    return { counts, busy, actions: actions.map(({ id: _, ...action }) => action) };
  };
  const password = (value: string) => item("guessed", { secret: value });

  it("is the same whether a secret is what they guess: in flight, where it cannot change, and in what follows", async () => {
    const key = { provider: "pragma", resource: "secret", name: "guess", config: { data: { k: "right!" } } };
    const first = await changes.applyNow({
      documents: [key, item("fixed-by-it", { fixed: "${pragma/secret/guess.outputs.k}" }), password("right!")],
    });
    await changes.finish(first.id);
    const guess = (k: string) => planFor([{ ...key, config: { data: { k, more: k } } }, password(k)]);
    expect(await guess("right!")).toEqual(await guess("wrong!"));
    const follow = (await guess("right!")).actions.find(({ action }) => action === "follow");
    expect(follow?.warnings).toEqual([
      "config.fixed cannot change after creation, and its value is not known yet: the update fails if it differs",
    ]);
    await changes.applyNow({ documents: [item("guessed", { secret: "right!", count: 1 })] });
    expect(await planFor([item("guessed", { secret: "right!", count: 1 })])).toEqual(
      await planFor([item("guessed", { secret: "wrong!", count: 1 })]),
    );
  });
});
