import type { JsonObject } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { deployProvider } from "../../src/providers/index.ts";
import { claimDeployment, switchDeployment } from "../../src/providers/worker/index.ts";
import { deployed, pushed, typeOf } from "../support/provider.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());
beforeEach(() => void world.moveOn());

const condition = (key: string) => world.org.condition(key, "DependenciesReady");

describe("a dependency that is absent", () => {
  it("is distinguished from one whose type no provider serves, which is named", async () => {
    await world.org.apply("test/open/one", { a: "${test/item/none.outputs.text}" });
    await world.org.apply("test/open/two", {
      a: "${nobody/zone/main.outputs.id}",
      b: "${test/item/none.outputs.text}",
    });

    expect(await condition("test/open/one")).toBe("False DependencyAbsent: Waits for test/item/none (absent)");
    expect(await condition("test/open/two")).toBe(
      "False TypeUnknown: Waits for nobody/zone/main (absent; no provider serves nobody/zone), test/item/none (absent)",
    );
    await deployed(world, "nobody", { zone: typeOf() });
    expect(await condition("test/open/two")).toBe(
      "False DependencyAbsent: Waits for nobody/zone/main (absent), test/item/none (absent)",
    );
  });
});

/** As `dependency({ provider, resource })` of the SDK is described. */
function dependency(provider: string | null, resource: string | null): JsonObject {
  const text = (value: string | null) => (value === null ? { type: "string" } : { type: "string", const: value });
  return {
    type: "object",
    properties: {
      __dependency__: { type: "boolean", const: true },
      provider: text(provider),
      resource: text(resource),
      name: { type: "string" },
      config: { type: "object" },
      outputs: { type: "object" },
    },
    required: ["__dependency__", "provider", "resource", "name", "config", "outputs"],
  };
}

const whole = (key: string) => {
  const [provider = "", resource = "", name = ""] = key.split("/");
  return { __dependency__: true, provider, resource, name };
};

async function refusal(work: Promise<unknown>) {
  const error = await work.then(
    () => null,
    (reason: { issues?: { loc: unknown[]; msg: string; type: string }[] }) => reason,
  );
  return error?.issues?.map(({ loc, msg, type }) => `${loc.slice(1).join(".")}: ${msg} (${type})`) ?? null;
}

describe("a whole-resource reference where a type is named", () => {
  const schema = {
    type: "object",
    properties: {
      server: dependency("postgres", "database"),
      any: dependency(null, null),
      either: { anyOf: [dependency("redis", "cache"), dependency("postgres", null), { type: "null" }] },
      list: { type: "array", items: { $ref: "#/$defs/server" } },
      size: { type: "integer" },
    },
    $defs: { server: dependency("postgres", "database") },
  };

  it("is refused by name where it is written, only on pending", async () => {
    await deployed(world, "acme", { thing: typeOf(schema) });
    const wrong = {
      server: whole("redis/cache/a"),
      any: whole("redis/cache/a"),
      either: whole("redis/other/a"),
      list: [whole("postgres/database/a"), whole("postgres/role/a")],
    };

    expect(await refusal(world.org.apply("acme/thing/one", wrong))).toEqual([
      "config.server.provider: acme/thing needs a postgres/database here, not a redis/cache (dependency_type)",
      "config.either.resource: acme/thing needs a redis/cache or postgres/* here, not a redis/other (dependency_type)",
      "config.list.1.resource: acme/thing needs a postgres/database here, not a postgres/role (dependency_type)",
    ]);
    expect(await refusal(world.org.draft("acme/thing/one", wrong))).toBeNull();
    expect(await refusal(world.org.apply("acme/thing/one", wrong))).toHaveLength(3);
    const right = { server: whole("postgres/database/a"), either: whole("postgres/role/a") };
    expect(await refusal(world.org.apply("acme/thing/two", right))).toBeNull();
  });

  it("leaves what already runs alone until its config changes", async () => {
    await deployed(world, "acme", { thing: typeOf({ type: "object" }) });
    const config = { server: whole("test/open/a"), size: 1 };
    await world.org.apply("test/open/a", {});
    await world.work();
    await world.org.apply("acme/thing/one", config);
    const held = await world.hold("acme/thing/one");
    await held.settle({ kind: "rejected", message: "no" });
    const version = await pushed(world, "acme", { thing: typeOf(schema) });
    await deployProvider(world.core, world.org.context, "acme", { version, force: true });
    const deployment = await claimDeployment(world.core, { organizationId: world.org.id, provider: "acme" });
    if (deployment) await switchDeployment(world.core, deployment);

    expect(await refusal(world.org.apply("acme/thing/one", config))).toBeNull();
    // Its resolved value is still checked against the schema, and fails.
    await world.claim("acme/thing/one");
    expect(await refusal(world.org.apply("acme/thing/one", { ...config, size: 2 }))).toEqual([
      "config.server.provider: acme/thing needs a postgres/database here, not a test/open (dependency_type)",
    ]);
  });
});

it("an unknown field of outputs is reported with the likely one, or the existing ones", async () => {
  expect(await refusal(world.org.apply("test/open/one", { a: "${test/item/base.outputs.tokn}" }))).toEqual([
    "config.a: test/item has no field outputs.tokn; did you mean outputs.token? (unknown_field)",
  ]);
  expect(await refusal(world.org.apply("test/open/one", { a: "${test/item/base.outputs.certificate}" }))).toEqual([
    "config.a: test/item has no field outputs.certificate; its outputs are count, other, text, token, value (unknown_field)",
  ]);
});

it("only the first ten of many such fields are reported with the likely one", async () => {
  const config = Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => [`k${index}`, "${test/item/base.outputs.tokn}"]),
  );
  const told = (await refusal(world.org.apply("test/open/one", config))) ?? [];
  expect(told).toHaveLength(12);
  expect(told.filter((line) => line.includes("did you mean"))).toHaveLength(10);
});
