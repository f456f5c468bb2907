import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deployProvider } from "../../src/providers/index.ts";
import { claimDeployment, switchDeployment } from "../../src/providers/worker/index.ts";
import { Changes, summary } from "../support/changes.ts";
import { deployed, pushed, typeOf } from "../support/provider.ts";
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

const of =
  (type: string) =>
  (name: string, config: object, more: object = {}) => {
    const [provider = "", resource = ""] = type.split("/");
    return { provider, resource, name, config, ...more };
  };
const item = of("test/item");
const open = of("test/open");
const settings = (name: string, data: object, more: object = {}) => of("pragma/config")(name, { data }, more);
const secret = (name: string, data: object) => of("pragma/secret")(name, { data });

async function declare(documents: object[]): Promise<void> {
  expect(await changes.finish((await changes.applyNow({ documents })).id)).toMatchObject({ status: "succeeded" });
}

/** The warnings of each action, and what is refused: `name: text`. */
async function foreseen(documents: object[], more: object = {}) {
  const plan = await changes.plan({ documents, ...more });
  const named = <Item>(
    pick: (action: (typeof plan.actions)[number]) => readonly Item[],
    text: (item: Item) => string,
  ) => plan.actions.flatMap((action) => pick(action).map((one) => `${action.resource.name}: ${text(one)}`));
  return {
    plan,
    warnings: named(
      ({ warnings }) => warnings,
      (text) => text,
    ),
    refused: named(
      ({ issues }) => issues,
      ({ loc, msg, type }) => `${loc.join(".")}: ${msg} (${type})`,
    ),
  };
}

describe("a reference to what a ready resource outside the change does not have", () => {
  it("is a warning with what was meant, or what there is; and that is what comes of it", async () => {
    await declare([
      secret("db", { password: "hidden-1", user: "hidden-2" }),
      settings("site", { title: "T", link: "L" }),
    ]);
    const documents = [
      item("typo", { value: "${pragma/secret/db.outputs.pasword}" }),
      item("other", { value: "see ${pragma/config/site.outputs.entry}" }),
      item("config", { value: "${pragma/config/site.config.data.titel}" }),
      item("right", { value: "${pragma/config/site.outputs.title}" }),
    ];
    const { plan, warnings, refused } = await foreseen(documents);
    expect(refused).toEqual([]);
    expect(warnings.toSorted()).toEqual([
      "config: Will fail: config.value: pragma/config/site has no config.data.titel (did you mean config.data.title?); its config.data are title, link",
      "other: Will fail: config.value: pragma/config/site has no outputs.entry; its outputs are title, link",
      "typo: Will fail: config.value: pragma/secret/db has no outputs.pasword (did you mean outputs.password?); its outputs are password, user, keys",
    ]);
    expect(JSON.stringify(plan)).not.toMatch(/hidden-\d/);
    await changes.apply(plan.id);
    const over = await changes.finish(plan.id);
    expect(over.actions.map(({ resource, state }) => `${resource.name} ${state}`).toSorted()).toEqual([
      "config failed",
      "other failed",
      "right succeeded",
      "typo failed",
    ]);
    expect(over.actions.find(({ resource }) => resource.name === "typo")?.error).toContain(
      "pragma/secret/db has no outputs.pasword (did you mean outputs.password?)",
    );
  });

  it("names what was likely meant by one that nothing declares, in the change or outside it", async () => {
    await declare([settings("defaults", { region: "eu" })]);
    const { warnings } = await foreseen([
      open("outside", { a: "${pragma/config/defualts.outputs.region}" }),
      open("inside", { a: "${test/open/outsdie.outputs.a}" }),
      open("type", { a: "${test/opne/outside.outputs.a}" }),
      open("other", { a: "${pragma/config/elsewhere.outputs.region}" }),
    ]);
    expect(warnings.toSorted()).toEqual([
      "inside: Waits for test/open/outsdie, which nothing declares (did you mean test/open/outside?)",
      "other: Waits for pragma/config/elsewhere, which nothing declares",
      "outside: Waits for pragma/config/defualts, which nothing declares (did you mean pragma/config/defaults?)",
      "type: Waits for test/opne/outside: no provider serves test/opne (did you mean test/open?)",
    ]);
  });

  it("names ten outputs, and ten references of a document", async () => {
    const data = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`key-${index}`, index]));
    await declare([settings("many", data)]);
    const all = Array.from({ length: 300 }, (_, index) => `\${pragma/config/many.outputs.absent${index}}`);
    const { warnings } = await foreseen([open("wrong", { all })]);
    expect(warnings).toHaveLength(11);
    expect(warnings[0]).toBe(
      "wrong: Will fail: config.all[0]: pragma/config/many has no outputs.absent0; its outputs are key-0, key-1, key-2, key-3, key-4, key-5, key-6, key-7, key-8, key-9 and 490 more",
    );
    expect(warnings[10]).toBe("wrong: Will fail: 290 more of its references have no value");
  });

  it("says when only a later version of its provider gives it", async () => {
    const outputs = (...names: string[]) => ({
      ...typeOf(),
      outputs_schema: { type: "object", properties: Object.fromEntries(names.map((name) => [name, {}])) },
    });
    await deployed(world, "acme", { thing: outputs("id") });
    await world.org.apply("acme/thing/old", { a: 1 });
    await (await world.hold("acme/thing/old")).settle({ kind: "succeeded", outputs: { id: 1 } });
    const version = await pushed(world, "acme", { thing: outputs("id", "url") });
    await deployProvider(world.core, world.org.context, "acme", { version });
    const deployment = await claimDeployment(world.core, { organizationId: world.org.id, provider: "acme" });
    if (deployment) await switchDeployment(world.core, deployment);
    const { warnings, refused } = await foreseen([item("early", { value: "${acme/thing/old.outputs.url}" })]);
    expect(refused).toEqual([]);
    expect(warnings).toEqual([
      "early: Will fail: config.value: acme/thing/old has no outputs.url; its outputs are id. Its type gives it since a later version: acme/thing/old gets it with its next update",
    ]);
    // With that update, nobody knows yet.
    const both = await foreseen([
      item("early", { value: "${acme/thing/old.outputs.url}" }),
      of("acme/thing")("old", { a: 2 }),
    ]);
    expect([...both.warnings, ...both.refused]).toEqual([]);
  });

  it("is none while that is not ready, nor where its outputs are not known yet", async () => {
    await declare([settings("root", { a: 1 }), open("middle", { x: "${pragma/config/root.outputs.a}" })]);
    await changes.applyNow({ documents: [open("busy", { x: 1 })] });
    const { warnings, refused } = await foreseen([
      settings("root", { a: 2 }),
      item("one", { value: "${test/open/middle.outputs.later}" }),
      item("two", { value: "${test/open/busy.outputs.later}" }),
    ]);
    expect([...warnings, ...refused]).toEqual([]);
  });
});

describe("a reference to what a resource of the same change will not have", () => {
  it("is refused at its place: new, changed or unchanged", async () => {
    await declare([settings("kept", { a: 1 }), secret("keys", { one: "1", two: "2" })]);
    const { plan, refused, warnings } = await foreseen([
      settings("kept", { a: 1 }),
      secret("keys", { one: "1" }),
      settings("fresh", { host: "h", nested: { port: 1 } }),
      item("a", { value: "${pragma/config/kept.outputs.b}" }),
      item("b", { value: "${pragma/secret/keys.outputs.two}" }),
      open("c", { x: "${pragma/config/fresh.outputs.hst}", y: "${pragma/config/fresh.outputs.nested.port}" }),
    ]);
    expect(refused.toSorted()).toEqual([
      "a: documents.3.config.value: will have no value: pragma/config/kept has no outputs.b; its outputs are a (unknown_field)",
      "b: documents.4.config.value: will have no value: pragma/secret/keys has no outputs.two; its outputs are one, keys (unknown_field)",
      "c: documents.5.config.x: will have no value: pragma/config/fresh has no outputs.hst (did you mean outputs.host?); its outputs are host, nested (unknown_field)",
    ]);
    expect(warnings).toEqual([]);
    await expect(changes.apply(plan.id)).rejects.toMatchObject({ code: "refused_plan" });
  });

  it("is refused of a document that the change itself would break, and a warning of what it does not declare", async () => {
    const uses = item("declared", { value: "${pragma/config/shared.outputs.a}" });
    await declare([
      settings("shared", { a: 1, b: 2 }),
      uses,
      item("elsewhere", { value: "${pragma/config/shared.outputs.a}" }),
    ]);
    const { refused, warnings } = await foreseen([settings("shared", { b: 2 }), uses]);
    expect(refused).toEqual([
      "declared: documents.1.config.value: will have no value: pragma/config/shared has no outputs.a; its outputs are b (unknown_field)",
    ]);
    expect(warnings).toEqual([
      "elsewhere: The update would fail: pragma/config/shared has no outputs.a; its outputs are b",
    ]);
  });

  it("is a warning of a draft, and none where the source is refused itself or only stored", async () => {
    await declare([settings("base", { a: 1 })]);
    const draft = { lifecycle_state: "draft" };
    const { refused, warnings } = await foreseen([
      settings("base", { a: 1 }),
      item("staged", { value: "${pragma/config/base.outputs.b}" }, draft),
      settings("stored", { a: 1 }, draft),
      item("later", { value: "${pragma/config/stored.outputs.b}" }),
      { ...settings("wrong", {}), config: { dota: {} } },
      item("unsure", { value: "${pragma/config/wrong.outputs.b}" }),
    ]);
    expect(refused.map((text) => text.slice(0, text.indexOf(":")))).toEqual(["wrong", "wrong"]);
    expect(warnings.toSorted()).toEqual([
      "later: Waits for a draft: pragma/config/stored is only stored by this change",
      "staged: Will fail: config.value: pragma/config/base has no outputs.b; its outputs are a",
      expect.stringMatching(/^unsure: Waits for pragma\/config\/wrong/),
    ]);
  });
});

it("a reference to what a stored draft would have is a warning, however often it is planned", async () => {
  await declare([settings("base", { a: 1 })]);
  const documents = [
    settings("base", { a: 1, b: 2 }, { lifecycle_state: "draft" }),
    item("uses", { value: "${pragma/config/base.outputs.b}" }),
  ];
  const warning = "uses: Will fail: config.value: pragma/config/base has no outputs.b; its outputs are a";
  const first = await foreseen(documents);
  expect(first).toMatchObject({ warnings: [warning], refused: [] });
  await changes.apply(first.plan.id);
  await changes.finish(first.plan.id);
  const { warnings, refused } = await foreseen(documents);
  expect({ warnings, refused }).toEqual({ warnings: [warning], refused: [] });
});

describe("a type that pragma does not have", () => {
  it("is refused where a document is of it, or needs it, also as a draft", async () => {
    const draft = { lifecycle_state: "draft" };
    const { refused } = await foreseen([
      of("pragma/secert")("a", { data: {} }),
      of("pragma/secert")("b", { data: {} }, draft),
      item("c", { value: "${pragma/secert/x.outputs.k}" }),
      item("d", { value: 1 }, { depends_on: ["pragma/config/fine", "pragma/nonsense/x"] }),
      item("e", { value: "${pragma/secert/x.outputs.k}" }, draft),
      item("f", { value: "${nobody/zone/x.outputs.k}" }),
    ]);
    const unknown = "Unknown type pragma/secert (did you mean pragma/secret?); pragma has config, file, secret";
    expect(refused.toSorted()).toEqual([
      `a: documents.0.resource: ${unknown} (unknown_type)`,
      `b: documents.1.resource: ${unknown} (unknown_type)`,
      `c: documents.2.config.value: ${unknown} (unknown_type)`,
      "d: documents.3.depends_on.1: Unknown type pragma/nonsense; pragma has config, file, secret (unknown_type)",
      `e: documents.4.config.value: ${unknown} (unknown_type)`,
    ]);
  });

  it("is what a single apply says that it waits for, with what was meant", async () => {
    await world.org.apply("test/item/alone", { value: "${pragma/secert/x.outputs.k}" });
    expect(await world.org.condition("test/item/alone", "DependenciesReady")).toBe(
      "False TypeUnknown: Waits for pragma/secert/x (absent; no provider serves pragma/secert, did you mean pragma/secret?)",
    );
  });
});

it("what is unchanged, and waits or has failed already, is not looked at again", async () => {
  await declare([settings("source", { a: 1 })]);
  const wrong = item("wrong", { value: "${pragma/config/source.outputs.b}" });
  await changes.finish((await changes.applyNow({ documents: [wrong] })).id);
  const plan = await changes.plan({
    documents: [settings("source", { a: 1 }), { ...wrong, lifecycle_state: "draft" }],
  });
  expect(summary(plan)).toEqual([]);
});
