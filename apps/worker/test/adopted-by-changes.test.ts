import { existsSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { applyChange, previewChange, revertChange } from "@pragma/core/changes";
import { findResource } from "@pragma/db/queries";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { changeInput, planDocuments, readChange, settledChange, shownChange } from "./support/changes.ts";
import { createWorld, type TestWorker, type World } from "./support/world.ts";

let world: World;
let worker: TestWorker;
let close: () => Promise<void>;
let count = 0;

beforeAll(async () => {
  ({ world, close } = await createWorld());
  worker = await world.launchWorker();
});
beforeEach(() => world.moveOn());
afterAll(async () => {
  await worker.stop(AbortSignal.abort());
  await close();
});

const file = (title: string, end = "note"): string => join(world.folder.path, `${title}.${end}`);
const note = (title: string): unknown => JSON.parse(readFileSync(file(title), "utf8"));
const row = (name: string) => findResource(world.core.db.tenant(world.context.organizationId), `objects/note/${name}`);

function there(note = { text: "old", shelf: "left" }): string {
  const title = `changed-${count++}`;
  writeFileSync(file(title), JSON.stringify(note));
  return title;
}

function document(name: string, title: string, config: object = {}) {
  return {
    ...{ provider: "objects", resource: "note", name, adopt: title },
    config: { folder: world.folder.path, title, text: "old", ...config },
  };
}

const plan = (documents: object[], more?: object) => planDocuments(world, documents, more);
const settled = (id: string) => settledChange(world, id);

describe("a plan that takes over what exists", () => {
  it("compares a text that is no reference as its provider gets it", async () => {
    const title = there({ text: "costs ${pragma/secret/price.outputs.text}", shelf: "left" });
    const planned = await plan([document("a", title, { text: "costs $${pragma/secret/price.outputs.text}" })]);
    expect(planned.actions).toMatchObject([{ action: "adopt", changes: [], warnings: [] }]);
  });

  it("tells what its first update would change, and does just that", async () => {
    const [same, other] = [there(), there()];
    const planned = await plan([document("a", same), document("b", other, { text: "new" })]);

    expect(planned.counts).toMatchObject({ adopt: 2, create: 0, refuse: 0 });
    expect(planned.actions).toMatchObject([
      { action: "adopt", changes: [], warnings: [] },
      { action: "adopt", changes: [{ path: "config.text", before: "old", after: "new" }], warnings: [] },
    ]);

    await applyChange(world.core, world.context, planned.id);
    expect(await settled(planned.id)).toBe("succeeded");
    expect([note(same), note(other)]).toEqual([
      { text: "old", shelf: "left" },
      { text: "new", shelf: "left" },
    ]);
    expect(existsSync(file(same, "writes"))).toBe(false);
    const after = await readChange(world, planned.id);
    expect(after.actions).toMatchObject([{ changes: [] }, { changes: [{ path: "config.text" }] }]);

    const again = await plan([document("a", same), document("b", other, { text: "new" })]);
    expect(again.counts).toMatchObject({ adopt: 0, update: 0, unchanged: 2 });
  });

  it("says so of what waits to be taken over, too", async () => {
    const title = there();
    const waiting = document("a", title, { text: "see ${objects/note/missing.outputs.size}" });
    await plan([waiting], { apply: true });

    const again = await plan([waiting]);
    expect(again.counts).toMatchObject({ adopt: 1, create: 0 });
    expect(again.actions).toMatchObject([{ action: "adopt", changes: [] }]);
  });

  it("is undone by forgetting it: what exists stays", async () => {
    const title = there();
    const { id } = await plan([document("a", title, { text: "new" })], { apply: true });
    expect(await settled(id)).toBe("succeeded");

    const undo = shownChange(await revertChange(world.core, world.context, id, {}));
    expect(undo.actions).toMatchObject([{ action: "delete", warnings: ["Forgotten only: the real object stays"] }]);
    await applyChange(world.core, world.context, undo.id);
    expect(await settled(undo.id)).toBe("succeeded");
    expect(await row("a")).toBeUndefined();
    expect(note(title)).toEqual({ text: "new", shelf: "left" });
  });

  it("refuses what there is not, what another manages, and what cannot become what is declared", async () => {
    const [managed, right] = [there(), there({ text: "old", shelf: "right" })];
    const first = await plan([document("first", managed)], { apply: true });
    expect(await settled(first.id)).toBe("succeeded");

    const refused = await plan([
      document("a", "nowhere"),
      document("b", managed),
      document("c", right, { shelf: "left" }),
      { ...document("d", "any"), resource: "page" },
    ]);
    expect(refused.counts.refuse).toBe(4);
    expect(refused.actions?.map(({ issues }) => issues.map(({ msg }) => msg))).toEqual([
      ['There is no note "nowhere" to take over'],
      [`"${managed}" is managed by resource:objects_note_first: a thing has one resource`],
      [`"${right}" has another config.shelf, which cannot be changed once the resource exists`],
      expect.anything(),
    ]);
    expect(refused.actions?.[0]?.issues[0]?.loc).toEqual(["documents", 0, "adopt"]);
  });

  it("goes on without an answer of the provider, and says so", async () => {
    const title = there();
    const preview = await previewChange(world.core, world.context, changeInput({ documents: [document("a", title)] }));
    expect(preview.actions).toMatchObject([
      { action: "adopt", changes: [{ path: "config", unknown: { from: "provider" } }] },
    ]);

    const folder = { folder: "${pragma/config/where.outputs.folder}" };
    const { actions } = await plan([document("a", title, folder)]);
    expect(actions).toMatchObject([
      { action: "refuse", issues: [{ msg: expect.stringContaining("There is no note") }] },
    ]);
  });

  it("takes over by what a provider says when it is applied, where it was silent before", async () => {
    const title = there({ text: "old", shelf: "right" });
    writeFileSync(file(title, "locked"), "");
    const planned = await plan([document("a", title, { text: "new", shelf: "right" })]);
    expect(planned.counts).toMatchObject({ adopt: 1, refuse: 0 });
    expect(planned.actions).toMatchObject([
      {
        changes: [{ path: "config", unknown: { from: "provider" } }],
        warnings: [
          `What "${title}" is like is not known: The provider of objects/note failed: The shelf of "${title}" is locked. ` +
            "It is taken over by what its provider says then",
        ],
      },
    ]);

    unlinkSync(file(title, "locked"));
    writeFileSync(file(title), JSON.stringify({ text: "newer", shelf: "right" }));
    await applyChange(world.core, world.context, planned.id);
    expect(await settled(planned.id)).toBe("succeeded");
    expect(note(title)).toEqual({ text: "new", shelf: "right" });
    expect(readFileSync(file(title, "writes"), "utf8")).toBe("update from newer\n");
  });

  it("fails an action whose thing has gone since, and makes nothing", async () => {
    const title = there();
    const planned = await plan([document("a", title)]);
    unlinkSync(file(title));

    await applyChange(world.core, world.context, planned.id);
    expect(await settled(planned.id)).toBe("failed");
    expect(await row("a")).toMatchObject({ error: `There is no note "${title}" to take over`, provisioned: false });
    expect(existsSync(file(title))).toBe(false);
  });

  it("masks what is secret", async () => {
    const title = there();
    const { actions } = await plan([document("a", title, { password: "a-long-password" })]);
    expect(JSON.stringify(actions)).not.toContain("a-long-password");
  });
});
