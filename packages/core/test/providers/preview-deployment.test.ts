import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { getDeployment, previewDeployment } from "../../src/providers/index.ts";
import { deployed, pushed, typeOf } from "../support/provider.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const sized = (more: object = {}) => ({
  type: "object",
  properties: { size: { type: "integer", ...more } },
  required: ["size"],
});

describe("the preview of a deployment", () => {
  beforeEach(async () => {
    world.moveOn();
    await deployed(world, "acme", { thing: typeOf(sized()) });
    await world.org.apply("acme/thing/a", { size: 5 });
    await world.org.apply("acme/thing/b", { size: 50 });
    await world.org.draft("acme/thing/c", { size: 500 });
  });

  it("shows what breaks by reason, with what differs in the types, and nothing is written", async () => {
    await world.org.apply("acme/thing/d", { size: 60 });
    const schema = sized({ maximum: 10 });
    const outputs_schema = { type: "object", properties: { url: { type: "string" } } };
    const version = await pushed(world, "acme", { thing: { ...typeOf(schema), outputs_schema }, other: typeOf() });
    const before = await getDeployment(world.core, world.org.context, "acme");
    const audited = await world.count("audit_entries");
    const preview = await previewDeployment(world.core, world.org.context, "acme", { version });
    expect(preview).toEqual({
      version,
      serving: before.version,
      types: [
        { type: "acme/other", change: "added", changes: [] },
        {
          type: "acme/thing",
          change: "changed",
          changes: [
            {
              path: "config.size",
              change: "changed",
              keywords: [{ keyword: "maximum", before: null, after: 10 }],
            },
            {
              path: "outputs.url",
              change: "added",
              keywords: [{ keyword: "type", before: null, after: "string" }],
            },
          ],
        },
      ],
      breaks: [
        {
          type: "acme/thing",
          reason: "config.size must be at most 10",
          count: 2,
          resources: ["resource:acme_thing_b", "resource:acme_thing_d"],
        },
      ],
      broken: 2,
      can_be_forced: true,
    });
    expect(await getDeployment(world.core, world.org.context, "acme")).toEqual(before);
    expect(await world.count("audit_entries")).toBe(audited);
  });

  it("says where a type would vanish, which cannot be forced, and refuses a build that is not there", async () => {
    const version = await pushed(world, "acme", { other: typeOf() });
    const { org, core } = world;
    expect(await previewDeployment(core, org.context, "acme")).toMatchObject({
      version,
      types: [
        { type: "acme/other", change: "added" },
        { type: "acme/thing", change: "removed" },
      ],
      breaks: [{ type: "acme/thing", reason: "the version has no type acme/thing", count: 2 }],
      can_be_forced: false,
    });
    const absent = previewDeployment(core, org.context, "acme", { version: "20200101.000000" });
    await expect(absent).rejects.toMatchObject({ code: "not_found" });
  });
});
