import { type Change, type ChangeInput, changeInputSchema, changeSchema, type Scope } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { planChange } from "../../src/changes/index.ts";
import { Changes, summary } from "../support/changes.ts";
import { succeed } from "../support/script.ts";
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

const document =
  (provider: string, resource: string) =>
  (name: string, config: object, more: object = {}) => ({
    provider,
    resource,
    name,
    config,
    ...more,
  });
const item = document("test", "item");
const secret = (name: string, data: object, more: object = {}) => document("pragma", "secret")(name, { data }, more);
const settings = (name: string, data: object) => document("pragma", "config")(name, { data });

/** A plan by somebody who can neither write nor reveal. */
async function planAsPlanner(input: ChangeInput): Promise<Change> {
  const context = { ...world.org.context, scopes: new Set<Scope>(["resources:read", "changes:plan"]) };
  const { body } = await planChange(world.core, context, changeInputSchema.parse(input));
  return changeSchema.parse(JSON.parse(body));
}

/** A secret that a setting uses, which an item uses in turn. */
const chain = (name: string, value: string) => [
  secret(name, { password: value }),
  settings(`${name}-url`, { url: `postgres://\${pragma/secret/${name}.outputs.password}@db` }),
  item(`${name}-app`, { value: `\${pragma/config/${name}-url.outputs.url}` }),
];

async function declare(documents: object[]): Promise<void> {
  expect(await changes.finish((await changes.applyNow({ documents })).id)).toMatchObject({ status: "succeeded" });
}

const notCompared = (path: string) => ({
  path,
  before: "********",
  after: "********",
  unknown: { from: "secret" },
  sensitive: true,
});

describe("a plan of who may not compare secrets", () => {
  it("has documents whose secrets alone could differ as uncompared, and nothing follows", async () => {
    const documents = [...chain("db", "one"), item("own", { value: 1, secret: "two" })];
    await declare(documents);
    const plan = await planAsPlanner({ documents });
    expect(summary(plan)).toEqual(["uncompared pragma/secret/db", "uncompared test/item/own"]);
    expect(plan.actions.map(({ changes: found }) => found)).toEqual([
      [notCompared("config.data.password")],
      [notCompared("config.secret")],
    ]);
    expect(plan.counts).toMatchObject({ create: 0, update: 0, follow: 0, uncompared: 2, unchanged: 2, refuse: 0 });
    expect(plan.busy).toEqual([]);
    // Whether it is what somebody guessed makes no difference.
    const guessed = await planAsPlanner({ documents: [...chain("db", "x"), item("own", { value: 1, secret: "y" })] });
    const shown = ({ counts, busy, actions }: Change) => ({
      counts,
      busy,
      actions: actions.map(({ id: _, ...action }) => action),
    });
    expect(shown(guessed)).toEqual(shown(plan));
  });

  it("compares what can be seen: which keys there are, references, tags, a masked value", async () => {
    await declare([
      secret("keys", { a: "1", b: "2" }),
      secret("tagged", { a: "1" }),
      secret("masked", { a: "1" }),
      secret("source", { a: "1" }),
      item("sealed", { secret: "now" }),
    ]);
    const plan = await planAsPlanner({
      documents: [
        secret("keys", { b: "2", c: "3" }),
        secret("tagged", { a: "1" }, { tags: ["new"] }),
        secret("masked", { a: "********" }),
        item("sealed", { secret: "${pragma/secret/source.outputs.a}" }),
      ],
    });
    expect(plan.counts).toMatchObject({ update: 3, uncompared: 0, unchanged: 1 });
    const of = (name: string) => plan.actions.find(({ resource }) => resource.name === name)?.changes;
    expect(of("keys")).toEqual([
      { path: "config.data.a", before: "********", after: null, sensitive: true },
      { path: "config.data.c", before: null, after: "********", sensitive: true },
      notCompared("config.data.b"),
    ]);
    expect(of("tagged")?.map(({ path }) => path)).toEqual(["config.data.a", "tags"]);
    expect(of("sealed")).toContainEqual({
      path: "config.secret",
      before: "********",
      after: "${pragma/secret/source.outputs.a}",
      sensitive: true,
    });
  });

  it("refuses what no value could make right, and shows as following what follows from others", async () => {
    const documents = [...chain("one", "1"), item("both", { value: "${pragma/config/plain.outputs.a}", secret: "s" })];
    await declare([settings("plain", { a: 1 }), ...documents]);
    const plan = await planAsPlanner({ documents: [settings("plain", { a: 2 }), ...documents] });
    expect(summary(plan)).toEqual([
      "update pragma/config/plain",
      "uncompared pragma/secret/one",
      "follow test/item/both",
    ]);
    expect(plan.actions.at(-1)?.changes).toEqual([
      { path: "config.value", before: 1, after: 2 },
      notCompared("config.secret"),
    ]);
    const wrong = [{ ...secret("one", {}), config: { data: { password: 7 } } }];
    expect(await planAsPlanner({ documents: wrong })).toMatchObject({ counts: { refuse: 1, uncompared: 0 } });
  });

  it("refuses no reference to outputs that an update may give", async () => {
    world.provider.answer("test/item/source", succeed({ value: 1 }));
    await declare([item("source", { secret: "one" }), secret("keys", { a: "1" })]);
    const of = (value: string) => [
      item("source", { secret: "two" }),
      secret("keys", { a: "2" }),
      item("user", { value: `\${${value}}` }),
    ];
    const plan = await planAsPlanner({ documents: of("test/item/source.outputs.other") });
    expect(plan.counts).toMatchObject({ uncompared: 2, create: 1, refuse: 0 });
    expect(plan.actions.flatMap(({ warnings }) => warnings)).toEqual([]);
    world.provider.answer("test/item/source", succeed({ value: 1, other: 2 }));
    await changes.apply(plan.id);
    expect(await changes.finish(plan.id)).toMatchObject({ status: "succeeded" });
    const wrong = await planAsPlanner({ documents: of("pragma/secret/keys.outputs.b") });
    expect(wrong.counts).toMatchObject({ refuse: 1 });
  });

  it("waits for nothing in flight: that is known once it is compared", async () => {
    await declare([item("slow", { value: 1, secret: "a" })]);
    await changes.applyNow({ documents: [item("slow", { value: 2, secret: "a" })] });
    const same = await planAsPlanner({ documents: [item("slow", { value: 2, secret: "a" })] });
    const other = await planAsPlanner({ documents: [item("slow", { value: 2, secret: "b" })] });
    for (const plan of [same, other]) expect(plan).toMatchObject({ counts: { uncompared: 1 }, busy: [] });
    const held = await world.hold("test/item/slow");
    await expect(changes.apply(other.id)).rejects.toMatchObject({ code: "change_in_flight" });
    expect(await changes.get(other.id)).toMatchObject({ status: "planned" });
    await held.settle(succeed({ value: 2 }));
    expect(await changes.apply(other.id)).toMatchObject({ counts: { update: 1 } });
    await changes.finish(other.id);
  });
});

describe("applying a plan whose secrets were not compared", () => {
  it("leaves alone what is equal, and updates what is not, with what follows", async () => {
    await declare([...chain("same", "one"), ...chain("other", "one")]);
    const documents = [secret("same", { password: "one" }), secret("other", { password: "two" })];
    const plan = await planAsPlanner({ documents });
    expect(plan.counts).toMatchObject({ uncompared: 2, follow: 0 });
    const begun = await changes.apply(plan.id);
    expect(begun.counts).toMatchObject({ update: 1, uncompared: 1, unchanged: 0 });
    const over = await changes.finish(plan.id);
    expect(over.status).toBe("succeeded");
    expect(over.counts).toMatchObject({ update: 1, uncompared: 1, follow: 2, unchanged: 0 });
    const of = (name: string) => over.actions.find(({ resource }) => resource.name === name);
    expect(of("same")).toMatchObject({ action: "uncompared", state: "succeeded", changes: [], event_id: null });
    expect(of("other")).toMatchObject({
      action: "update",
      state: "succeeded",
      changes: [{ path: "config.data.password", before: "********", after: "********", sensitive: true }],
    });
    expect(of("other")?.changes[0]).not.toHaveProperty("unknown");
    expect([of("other-url"), of("other-app")]).toMatchObject([{ action: "follow" }, { action: "follow" }]);
    expect(world.provider.calls.map(({ config }) => config).at(-1)).toEqual({ value: "postgres://two@db" });
    expect(of("same-url")).toBeUndefined();
    // Undone is what was done.
    const undone = await changes.revert(plan.id);
    expect(summary(undone)).toContain("update pragma/secret/other");
    expect(summary(undone).join()).not.toContain("same");
  });

  it("succeeds at once if all is equal", async () => {
    await declare([secret("quiet", { a: "1" })]);
    const plan = await planAsPlanner({ documents: [secret("quiet", { a: "1" })] });
    await changes.apply(plan.id);
    expect(await changes.finish(plan.id)).toMatchObject({
      status: "succeeded",
      counts: { uncompared: 1, update: 0, unchanged: 0 },
      actions: [{ action: "uncompared", state: "succeeded", changes: [] }],
    });
    expect(await changes.revert(plan.id)).toMatchObject({ actions: [] });
  });

  it("shows as a follower what follows from another document after all", async () => {
    const both = item("two-ways", { value: "${pragma/config/origin.outputs.a}", secret: "s" });
    await declare([settings("origin", { a: 1 }), both]);
    for (const [wanted, word] of [
      [both, "follow"],
      [item("two-ways", { ...both.config, secret: "t" }), "update"],
    ] as const) {
      const plan = await planAsPlanner({ documents: [settings("origin", { a: word }), wanted] });
      expect(plan.counts).toMatchObject({ update: 1, follow: 1, uncompared: 0 });
      await changes.apply(plan.id);
      const over = await changes.finish(plan.id);
      expect(summary(over)).toEqual(["update pragma/config/origin", `${word} test/item/two-ways`]);
      expect(over).toMatchObject({ status: "succeeded", counts: { unchanged: 0, uncompared: 0 } });
    }
  });

  it("is stale if what it would now change has changed since, and not if that is as declared", async () => {
    await declare([secret("moved", { a: "1" })]);
    const plans = [
      await planAsPlanner({ documents: [secret("moved", { a: "2" })] }),
      await planAsPlanner({ documents: [secret("moved", { a: "3" })] }),
    ];
    await declare([secret("moved", { a: "2" })]);
    const [equal, stale] = plans.map(({ id }) => id) as [string, string];
    await expect(changes.apply(stale)).rejects.toMatchObject({
      code: "stale_plan",
      facts: { stale: ["resource:pragma_secret_moved"] },
    });
    expect(await changes.apply(equal)).toMatchObject({ counts: { uncompared: 1, update: 0 } });
    expect(await changes.finish(equal)).toMatchObject({ status: "succeeded" });
  });

  it("holds what turns out equal, as it does what is unchanged", async () => {
    const name = "held";
    await declare([secret(name, { a: "1" }), secret("other", { a: "2" }), settings("beside", { a: 1 })]);
    const plan = await planAsPlanner({ documents: [secret(name, { a: "1" }), settings("beside", { a: 2 })] });
    const client = await world.pool.connect();
    await client.query("BEGIN");
    await client.query(
      `UPDATE resources r SET config = o.config, generation = r.generation + 1, version = nextval('resources_version_seq')
       FROM resources o WHERE r.organization_id = $1 AND r.key = $2 AND o.organization_id = $1 AND o.key = 'pragma/secret/other'`,
      [world.org.id, `pragma/secret/${name}`],
    );
    const applied = changes.apply(plan.id).catch((error: unknown) => error);
    await world.lockAwaited();
    await client.query("COMMIT");
    client.release();
    expect(await applied).toMatchObject({ code: "stale_plan", facts: { stale: [`resource:pragma_secret_${name}`] } });
    expect(await world.org.get("pragma/config/beside")).toMatchObject({ config: { data: { a: 1 } } });
  });
});

it("a plan of the release before, which counts nothing as uncompared, is read as if it counted 0", async () => {
  const plan = await changes.plan({ documents: [settings("counted", { a: 1 })] });
  await world.pool.query("UPDATE changes SET counts = (counts::jsonb - 'uncompared')::json WHERE id = $1", [plan.id]);
  expect(await changes.get(plan.id)).toMatchObject({ counts: { create: 1, uncompared: 0 } });
  await changes.apply(plan.id);
  expect(await changes.finish(plan.id)).toMatchObject({ counts: { create: 1, uncompared: 0 } });
});
