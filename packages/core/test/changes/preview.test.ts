import type { ChangeInput, ChangePreview } from "@pragma/contract";
import { changeInputSchema, changePreviewInputSchema, changePreviewSchema } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { previewChange } from "../../src/changes/index.ts";
import { Changes } from "../support/changes.ts";
import { reject } from "../support/script.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let changes: Changes;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(() => {
  world.provider.reset();
  world.moveOn();
  changes = new Changes(world);
});
afterAll(() => world.close());

const item = (name: string, config: object, more: object = {}) => ({
  provider: "test",
  resource: "item",
  name,
  config,
  ...more,
});

async function preview(input: object): Promise<ChangePreview> {
  return changePreviewSchema.parse(
    await previewChange(world.core, world.org.context, changePreviewInputSchema.parse(input)),
  );
}

describe("a preview", () => {
  it("says what a plan would say, and writes nothing at all", async () => {
    await world.org.apply("test/item/a", { text: "1" });
    await world.org.apply("test/item/b", { text: "${test/item/a.outputs.text}" });
    await world.work();
    const before = [...(await world.everything()), await world.count("changes"), await world.count("change_actions")];
    const input = { documents: [item("a", { text: "2" }), item("b", { text: "${test/item/a.outputs.text}" })] };
    const seen = await preview(input);
    expect([...(await world.everything()), await world.count("changes"), await world.count("change_actions")]).toEqual(
      before,
    );
    const { actions, counts, busy } = await changes.plan(input);
    expect(seen).toMatchObject({ counts, busy, truncated: false });
    expect(seen.actions).toEqual(actions.map((action) => ({ ...action, id: null })));
  });

  it("shows 500 actions, and says that there are more", async () => {
    const documents = Array.from({ length: 501 }, (_, index) => item(`n${index}`, { text: "1" }));
    const seen = await preview({ documents });
    expect([seen.actions.length, seen.truncated, seen.counts.create]).toEqual([500, true, 501]);
  });

  it("does not show secrets, nor do two documents with different ones have the same basis", async () => {
    const [one, two] = await Promise.all([
      preview({ documents: [item("s", { secret: "one" })] }),
      preview({ documents: [item("s", { secret: "two" })] }),
    ]);
    expect(JSON.stringify(one)).not.toContain("one");
    expect(one.basis).not.toBe(two?.basis);
    expect(one.basis.length).toBeLessThanOrEqual(64);
    expect({ ...one, basis: "" }).toEqual({ ...two, basis: "" });
  });
});

describe("a change with the basis of a preview", () => {
  const input = (text = "2"): ChangeInput => changeInputSchema.parse({ documents: [item("a", { text })] });

  beforeEach(async () => {
    await world.org.apply("test/item/a", { text: "1" });
    await world.work();
  });

  it("does what was seen, whatever it is called", async () => {
    const { basis } = await preview(input());
    const change = await changes.applyNow({ ...input(), basis, message: "As seen", source: { kind: "dashboard" } });
    expect(await changes.finish(change.id)).toMatchObject({ status: "succeeded", counts: { update: 1 } });
  });

  it("does nothing once it would do anything else, be it planned or applied", async () => {
    const { basis } = await preview(input());
    for (const other of [
      { ...input("3"), basis },
      { ...input(), delete: [{ resource: "test/item/b" }], basis },
    ]) {
      await expect(changes.plan(other)).rejects.toMatchObject({ code: "stale_preview" });
    }
    await world.org.apply("test/item/a", { text: "1" }, { tags: ["moved"] });
    await expect(changes.plan({ ...input(), basis })).rejects.toMatchObject({ code: "stale_preview" });
    await expect(changes.applyNow({ ...input(), basis })).rejects.toMatchObject({ code: "stale_preview" });
    expect(await world.count("changes", `organization_id = '${world.org.id}'`)).toBe(0);
    await expect(changes.plan({ ...input(), basis: "made up" })).rejects.toMatchObject({ code: "stale_preview" });
  });

  it("is not disturbed by what is no part of the decision", async () => {
    const { basis } = await preview(input());
    await world.org.apply("test/item/else", { text: "1" });
    await world.work();
    expect(await changes.plan({ ...input(), basis })).toMatchObject({ status: "planned" });
  });

  it("is not disturbed by what it joins and what has settled since, unless that has failed", async () => {
    for (const [name, isFailing] of [
      ["succeeds", false],
      ["fails", true],
    ] as const) {
      await world.org.apply(`test/item/${name}`, { text: "1" });
      const both = { documents: [...(input().documents ?? []), item(name, { text: "1" })] };
      const { basis, counts } = await preview(both);
      expect(counts).toMatchObject({ update: 1, create: 1 });
      if (isFailing) world.provider.answer(`test/item/${name}`, reject());
      await world.work();
      const planned = changes.plan({ ...both, basis });
      if (isFailing) await expect(planned).rejects.toMatchObject({ code: "stale_preview" });
      else expect(await planned).toMatchObject({ status: "planned", counts: { update: 1, unchanged: 1 } });
    }
  });

  it("is not disturbed by what is written to a document that it changes nothing of", async () => {
    await world.org.apply("test/item/source", { text: "1" });
    const uses = { text: "${test/item/source.outputs.text}" };
    await world.org.apply("test/item/same", uses);
    await world.work();
    const both = { documents: [...(input().documents ?? []), item("same", uses)] };
    const { basis } = await preview(both);
    await world.org.apply("test/item/source", { text: "2" });
    await world.work();
    await world.org.apply("test/item/same", uses, { tags: ["kept"] });
    expect(await changes.plan({ ...both, basis })).toMatchObject({ status: "planned", counts: { unchanged: 1 } });
    await world.org.apply("test/item/same", { text: "other" });
    await world.work();
    await expect(changes.plan({ ...both, basis })).rejects.toMatchObject({ code: "stale_preview" });
  });
});
