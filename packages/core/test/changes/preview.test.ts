import type { Change, ChangeInput, ChangePreview } from "@pragma/contract";
import { changeInputSchema, changePreviewInputSchema, changePreviewSchema, changeSchema } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  planEdit,
  previewChange,
  previewEdit,
  previewRevert,
  previewRollBack,
  revertChange,
  rollBackResource,
} from "../../src/changes/index.ts";
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

  it("shows among them what is refused, wherever that stands", async () => {
    const documents = Array.from({ length: 520 }, (_, index) => item(`n${index}`, { text: "1" }));
    documents.push(item("zzz", { size: "not a number" }), item("zzz", { text: "twice" }));
    const { actions, counts } = await preview({ documents });
    expect([actions.length, counts.refuse]).toEqual([500, 2]);
    expect(actions.filter(({ action }) => action === "refuse").map(({ document }) => document)).toEqual([520, 521]);
    expect(actions.map(({ wave }) => wave)).toEqual(actions.map(({ wave }) => wave).sort());
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

describe("what is made of stored rows", () => {
  const asSeen = ({ basis }: ChangePreview) => ({ apply: true, basis }) as const;
  const changeOf = ({ body }: { body: string }): Change => changeSchema.parse(JSON.parse(body));
  const key = "test/item/a";
  const left = async () => [
    ...(await world.everything()),
    await world.count("changes"),
    await world.count("audit_entries"),
  ];
  let first: Change;

  /** Takes the preview twice, and checks that nothing is left of that. */
  async function look(take: () => Promise<ChangePreview>): Promise<ChangePreview> {
    const before = await left();
    const { basis } = await take();
    const again = await take();
    expect(again.basis).toBe(basis);
    expect(await left()).toEqual(before);
    return again;
  }

  beforeEach(async () => {
    first = await changes.applyNow({ documents: [item("a", { text: "1" }), item("b", { text: "1" })] });
    await changes.finish(first.id);
    await world.org.apply(key, { text: "2" });
    await world.work();
  });

  it("an edit of many does what was seen, and nothing once one of them has moved", async () => {
    const { core, org } = world;
    const asked = { edit: { add_tags: ["new"], message: "Tag them" }, source: { kind: "dashboard" as const } };
    const keys = ["test/item/b", key];
    const seen = await look(() => previewEdit(core, org.context, keys, asked));
    expect(seen.counts).toMatchObject({ update: 2, refuse: 0 });
    // In another order they are the same.
    const change = changeOf(await planEdit(core, org.context, keys.toReversed(), { ...asked, ...asSeen(seen) }));
    expect(await changes.finish(change.id)).toMatchObject({
      status: "succeeded",
      message: "Tag them",
      source: { kind: "dashboard" },
    });
    const later = await look(() => previewEdit(core, org.context, keys, { ...asked, edit: { remove_tags: ["new"] } }));
    await world.org.apply(key, { text: "3" }, { tags: ["new"] });
    await expect(
      planEdit(core, org.context, keys, { ...asked, edit: { remove_tags: ["new"] }, ...asSeen(later) }),
    ).rejects.toMatchObject({ code: "stale_preview" });
  });

  it("a roll-back does what was seen", async () => {
    const { core, org } = world;
    const asked = { id: key, generation: 1 };
    const seen = await look(() => previewRollBack(core, org.context, asked));
    expect(seen).toMatchObject({ counts: { update: 1 }, staying: [] });
    const change = changeOf(await rollBackResource(core, org.context, { ...asked, ...asSeen(seen) }));
    expect(await changes.finish(change.id)).toMatchObject({ status: "succeeded", counts: { update: 1 } });
    expect((await org.get(key)).config).toEqual({ text: "1" });
  });

  it("a revert is refused as its preview says, and by force does what was seen", async () => {
    const { core, org } = world;
    const seen = await look(() => previewRevert(core, org.context, first.id, {}));
    expect(seen.counts).toMatchObject({ delete: 1, refuse: 1 });
    const before = await left();
    await expect(revertChange(core, org.context, first.id, asSeen(seen))).rejects.toMatchObject({
      code: "validation_failed",
      issues: [{ type: "changed_since" }],
    });
    expect(await left()).toEqual(before);
    const forced = await look(() => previewRevert(core, org.context, first.id, { force: true }));
    const change = changeOf(await revertChange(core, org.context, first.id, { force: true, ...asSeen(forced) }));
    expect(await changes.finish(change.id)).toMatchObject({ status: "succeeded", reverts: first.id });
    expect(await changes.get(first.id)).toMatchObject({ reverted_by: change.id });
  });

  it("is not applied by who may only plan", async () => {
    const { core, org } = world;
    const context = { ...org.context, scopes: new Set(["resources:read", "changes:plan"] as const) };
    const { basis } = await previewRevert(core, context, first.id, { force: true });
    const refused = revertChange(core, context, first.id, { force: true, apply: true, basis });
    await expect(refused).rejects.toMatchObject({ code: "missing_scope" });
  });
});
