import {
  changeInputSchema,
  changeSchema,
  type Json,
  type PlannedChange,
  type Resource,
  type Scope,
} from "@pragma/contract";
import { putShippedTypes } from "@pragma/db/queries";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { planChange } from "../../src/changes/index.ts";
import { listSecretUsers } from "../../src/resources/read/index.ts";
import { Changes } from "../support/changes.ts";
import { fail } from "../support/script.ts";
import { createWorld, type World } from "../support/world.ts";

const MASK = "********";
const REFERENCE = "${pragma/secret/source.outputs.password}";
const text = { type: "string", sensitive: true };

/** `env` is a map whose values are marked; `whole` is marked itself. */
const schemaOf = (env: object) => ({
  type: "object",
  properties: {
    size: { type: "integer" },
    env,
    whole: { type: "object", additionalProperties: { type: "string" }, sensitive: true },
  },
  additionalProperties: false,
});
const BY_VALUE = { type: "object", additionalProperties: text };
const AS_A_WHOLE = { type: "object", additionalProperties: { type: "string" }, sensitive: true };

let world: World;
let changes: Changes;
let serial = 0;
let name: string;
let password: string;

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 1 });
  await serve(BY_VALUE, "1");
});
beforeEach(async () => {
  await world.work();
  world.provider.reset();
  world.moveOn();
  changes = new Changes(world);
  name = `service-${++serial}`;
  password = `p4ssword-${serial}`;
  await run([{ provider: "pragma", resource: "secret", name: "source", config: { data: { password } } }]);
});
afterAll(() => world.close());

async function serve(env: object, version: string): Promise<void> {
  const schema = JSON.stringify(schemaOf(env));
  const outputs_schema = JSON.stringify({ type: "object", properties: { text: { type: "string" } } });
  const type = { provider: "test", resource: "service", version, schema, outputs_schema };
  await putShippedTypes(world.core.db, "test", [
    { ...type, description: null, tags: [], capabilities: [], real: true, drift_every: null },
  ]);
}

const service = (config: object) => ({ provider: "test", resource: "service", name, config });

async function run(documents: object[]): Promise<void> {
  const plan = await changes.plan({ documents });
  await changes.apply(plan.id);
  expect(await changes.finish(plan.id)).toMatchObject({ status: "succeeded" });
}

/** The changes of a plan of one document. */
async function planned(config: object): Promise<PlannedChange[]> {
  const { actions } = await changes.plan({ documents: [service(config)] });
  return actions.flatMap((action) => action.changes);
}

const get = (options?: { reveal: boolean }): Promise<Resource> => world.org.get(`test/service/${name}`, options);

describe("a map whose values are marked as sensitive", () => {
  const stored = () => ({ A: `first-${serial}`, B: `second-${serial}`, R: REFERENCE, T: `see ${REFERENCE}!` });
  const shown = { A: MASK, B: MASK, R: REFERENCE, T: MASK };

  it("shows its keys and references, and each literal value masked", async () => {
    const documents = [service({ env: stored() })];
    expect(await planned({ env: stored() })).toEqual([{ path: "config.env", before: null, after: shown }]);
    await run(documents);
    const resource = await get();
    expect(resource.config).toEqual({ env: shown });
    expect(resource.resolved_config).toEqual({ env: { A: MASK, B: MASK, R: MASK, T: MASK } });
    expect(world.provider.calls.at(-1)?.config).toEqual({
      env: { ...stored(), R: password, T: `see ${password}!` },
    });
    for (const value of [...Object.values(stored()).filter((one) => one !== REFERENCE), password])
      expect(await world.tablesHolding(value)).toEqual([]);
  });

  const at = (key: string, before: Json, after: Json): PlannedChange[] => [
    { path: `config.env.${key}`, before, after, sensitive: true },
  ];
  it.each<[string, (env: Record<string, string>) => Record<string, Json>, PlannedChange[], string[]]>([
    ["sent back as it was read", (env) => env, [], []],
    ["one value is another", (env) => ({ ...env, A: "another" }), at("A", MASK, MASK), ["A"]],
    ["one value is the stored one, typed again", (env) => ({ ...env, A: `first-${serial}` }), [], []],
    ["one key is new", (env) => ({ ...env, C: "third" }), at("C", null, MASK), ["C"]],
    ["one key is gone", ({ A: _, ...env }) => env, at("A", MASK, null), ["A"]],
    ["a literal becomes a reference", (env) => ({ ...env, A: REFERENCE }), at("A", MASK, REFERENCE), ["A"]],
    ["a reference becomes a literal", (env) => ({ ...env, R: "typed" }), at("R", REFERENCE, MASK), ["R"]],
    ["a text around a reference", (env) => ({ ...env, T: `at ${REFERENCE}` }), at("T", MASK, MASK), ["T"]],
  ])("changes key by key: %s", async (_, edit, expected, touched) => {
    await run([service({ env: stored() })]);
    const sent = edit((await get()).config["env"] as Record<string, string>);
    expect(await planned({ env: sent })).toEqual(expected);
    await run([service({ env: sent })]);
    const env = (await get({ reveal: true })).config["env"] as Record<string, Json>;
    const kept = Object.entries(stored()).filter(([key]) => !touched.includes(key));
    expect(env).toEqual({ ...Object.fromEntries(kept), ...pick(sent, touched) });
    const history = await world.org.history(`test/service/${name}`);
    if (expected.length > 0) expect(JSON.stringify(history)).toContain(expected[0]?.path);
    for (const value of ["another", "third", "typed", `second-${serial}`])
      expect(JSON.stringify([history, await get()])).not.toContain(value);
  });

  it("keeps each stored value with its key: a mask under another key, or in place of a reference, is refused", async () => {
    await run([service({ env: stored() })]);
    for (const env of [{ B: MASK, renamed: MASK }, { ...shown, R: MASK }, { A: { deep: MASK } }, { A: [MASK] }]) {
      const { actions } = await changes.plan({ documents: [service({ env })] });
      expect(actions).toMatchObject([{ action: "refuse", issues: [{ type: "masked_value" }] }]);
    }
    const { actions } = await changes.plan({
      documents: [service({ env: { ...shown, A: { deep: `deep-${serial}` } } })],
    });
    expect(actions).toMatchObject([{ action: "refuse", issues: [{ msg: "config.env.A must be a string" }] }]);
    expect(await world.tablesHolding(`deep-${serial}`)).toEqual([]);
    expect((await get({ reveal: true })).config).toEqual({ env: stored() });
  });

  it.each<[string, (secret: string) => Json]>([
    ["a text", (secret) => `A=${secret}`],
    ["a list of texts", (secret) => [`A=${secret}`]],
    ["a list of objects", (secret) => [{ name: "A", value: secret }]],
  ])("hides %s that stands in its place, in a draft and in a plan that refuses it", async (_, wrap) => {
    const secret = `misplaced-${serial}`;
    const plan = await changes.plan({ documents: [service({ env: wrap(secret) })] });
    expect(plan.actions).toMatchObject([
      {
        action: "refuse",
        changes: [{ path: "config.env", after: MASK }],
        issues: [{ msg: "config.env must be an object" }],
      },
    ]);
    await world.org.draft(`test/service/${name}`, { env: wrap(secret) });
    expect((await get()).config).toEqual({ env: MASK });
    expect(await world.tablesHolding(secret)).toEqual([]);
    expect((await get({ reveal: true })).config).toEqual({ env: wrap(secret) });
  });

  it("follows a secret key by key, and tells a caller who may not compare nothing of the others", async () => {
    await run([service({ env: stored() })]);
    const rotated = {
      provider: "pragma",
      resource: "secret",
      name: "source",
      config: { data: { password: "rotated-it" } },
    };
    const follow = (await changes.plan({ documents: [rotated] })).actions.find(({ action }) => action === "follow");
    expect(follow?.changes).toEqual([...at("R", MASK, MASK), ...at("T", MASK, MASK)]);
    const scopes = new Set<Scope>(["changes:plan", "resources:read"]);
    const input = changeInputSchema.parse({ documents: [service({ env: { ...shown, A: `first-${serial}` } })] });
    const { body } = await planChange(world.core, { ...world.org.context, scopes }, input);
    const [action] = changeSchema.parse(JSON.parse(body)).actions;
    expect(action).toMatchObject({
      action: "uncompared",
      changes: [{ path: "config.env.A", unknown: { from: "secret" } }],
    });
    expect(action?.changes).toHaveLength(1);
  });

  it("keeps values out of errors of the provider", async () => {
    world.provider.answer(`test/service/${name}`, (call) => fail(`cannot start with ${JSON.stringify(call.config)}`));
    const { id } = await changes.applyNow({ documents: [service({ env: stored() })] });
    await changes.finish(id);
    expect((await get()).error).toContain(`"A":"${MASK}"`);
    for (const value of [`first-${serial}`, `second-${serial}`, password])
      expect(await world.tablesHolding(value)).toEqual([]);
  });
});

describe("a map that is marked as a whole", () => {
  const key = () => `inner_${serial}`;
  const whole = () => ({ [key()]: `value-${serial}`, [`${key()}_ref`]: REFERENCE });

  it("stays one mask, and its keys are told to nobody: not by plans, followers, history, audit or uses of secrets", async () => {
    await run([service({ whole: whole() })]);
    expect((await get()).config).toEqual({ whole: MASK });
    const changed = [{ path: "config.whole", before: MASK, after: MASK, sensitive: true }];
    expect(await planned({ whole: { ...whole(), [key()]: "another" } })).toEqual(changed);
    const rotated = {
      provider: "pragma",
      resource: "secret",
      name: "source",
      config: { data: { password: "rotated-it" } },
    };
    const plan = await changes.plan({ documents: [rotated] });
    expect(plan.actions.find(({ action }) => action === "follow")).toMatchObject({
      because: { path: "config.whole" },
      changes: changed,
    });
    await changes.apply(plan.id);
    await changes.finish(plan.id);
    expect(world.provider.calls.at(-1)?.config).toEqual({ whole: { ...whole(), [`${key()}_ref`]: "rotated-it" } });
    const { users } = await listSecretUsers(world.core, world.org.context, "pragma/secret/source");
    expect(users).toMatchObject([{ places: ["config.whole"] }]);
    expect(await world.count("audit_entries", `action = 'secret.use' AND details::text LIKE '%config.whole%'`)).toBe(1);
    expect(await world.tablesHolding(key())).toEqual([]);
  });

  it("names no key of another such map that it takes: not in plans, nor in reasons of updates", async () => {
    const user = {
      ...service({ whole: { of: `\${test/service/${name}.config.whole.${key()}}` } }),
      name: `${name}-user`,
    };
    await run([service({ whole: whole() }), user]);
    const other = service({ whole: { ...whole(), [key()]: "another" } });
    await run([other]);
    const { changes: told } =
      (await world.org.history(`test/service/${name}-user`)).findLast((entry) => entry.changes.length > 0) ?? {};
    expect(told).toMatchObject([{ path: "resolved_config.whole", from: [`test/service/${name}`] }]);
    expect(await world.tablesHolding(key())).toEqual([]);
  });

  it.each<[string, Json, string]>([
    ["a mask inside it", MASK, "stands for a stored sensitive value"],
    ["a value that its schema does not allow", 7, "A value in config.whole must be a string"],
  ])("is named as a whole in a plan that refuses %s; who sent it sees more", async (_, value, message) => {
    await run([service({ whole: whole() })]);
    const documents = [service({ whole: { ...whole(), [key()]: value } })];
    const { actions } = await changes.plan({ documents });
    expect(actions[0]?.issues).toMatchObject([
      { loc: ["documents", 0, "config", "whole"], msg: expect.stringContaining(message) },
    ]);
    expect(await world.tablesHolding(key())).toEqual([]);
    const loc = ["documents", 0, "config", "whole", key()];
    await expect(changes.applyNow({ documents })).rejects.toMatchObject({ issues: [{ loc }] });
  });

  it("is masked where its references have no value, or none yet", async () => {
    const absent = "${pragma/secret/source.outputs.absent}";
    const plan = await changes.plan({ documents: [service({ whole: { [key()]: absent } })] });
    expect(plan.actions[0]?.warnings).toEqual([expect.stringMatching(/^Will fail: config\.whole: /)]);
    await changes.apply(plan.id);
    await changes.finish(plan.id);
    const data = { password, absent: "there" };
    const fixed = { provider: "pragma", resource: "secret", name: "source", config: { data } };
    const { actions } = await changes.plan({ documents: [fixed] });
    expect(actions.find(({ action }) => action === "follow")?.changes).toMatchObject([{ path: "config.whole" }]);
    expect(await world.tablesHolding(key())).toEqual([]);
  });

  it("shows its keys once its values are marked instead and it is applied again, without running anything", async () => {
    await serve(AS_A_WHOLE, "2");
    const env = { A: `first-${serial}`, R: REFERENCE };
    await run([service({ env })]);
    expect((await get()).config).toEqual({ env: MASK });
    await serve(BY_VALUE, "3");
    const calls = world.provider.calls.length;
    await run([service({ env: MASK })]);
    expect((await get()).config).toEqual({ env: MASK });
    await run([service({ env })]);
    expect((await get()).config).toEqual({ env: { A: MASK, R: REFERENCE } });
    expect(world.provider.calls).toHaveLength(calls);
    expect(await world.tablesHolding(`first-${serial}`)).toEqual([]);
  });
});

function pick(values: Record<string, Json>, keys: readonly string[]): Record<string, Json> {
  return Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));
}
