import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Change, ChangeAction } from "@pragma/contract";
import {
  applyChange,
  askAboutRevert,
  askAboutRollBack,
  planChange,
  previewChange,
  revertChange,
  rollBackResource,
} from "@pragma/core/changes";
import { PROVIDERS } from "@pragma/core/provider-calls";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { changeInput, planDocuments, readChange, settledChange, shownChange } from "./support/changes.ts";
import { createWorld, type TestWorker, type World } from "./support/world.ts";

let world: World;
let worker: TestWorker;
let close: () => Promise<void>;
/** Of one test. */
let folder: string;

beforeAll(async () => {
  ({ world, close } = await createWorld());
  worker = await world.launchWorker({}, { maxAttempts: 1 });
});
beforeEach(() => {
  world.moveOn();
  folder = mkdtempSync(join(world.folder.path, "chest-"));
});
afterAll(async () => {
  await worker.stop(AbortSignal.abort());
  await close();
});

const lines = (title: string, what: "plans" | "steps"): string[] => {
  const file = join(folder, `${title}.${what}`);
  return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
};
const plans = (title: string) => lines(title, "plans").map((line) => JSON.parse(line));

const drawer = (title: string, config: object = {}) => ({
  ...{ provider: "objects", resource: "drawer", name: title },
  config: { folder, title, size: 2, ...config },
});
const config = (name: string, data: object) => ({ provider: "pragma", resource: "config", name, config: { data } });
/** One that uses the address of a drawer, and one that uses its zone. */
const users = (title: string) => [
  config(`${title}-address`, { at: `\${objects/drawer/${title}.outputs.address}` }),
  config(`${title}-zone`, { in: `\${objects/drawer/${title}.outputs.zone}` }),
];

async function applied(documents: object[], more: object = {}): Promise<Change> {
  const { id } = await planDocuments(world, documents, { ...more, apply: true });
  await settledChange(world, id);
  return readChange(world, id);
}

const carriedOut = async (planned: Change): Promise<Change> => {
  await applyChange(world.core, world.context, planned.id);
  await settledChange(world, planned.id);
  return readChange(world, planned.id);
};

/** Names and kinds of the actions, in order of name. */
const kinds = ({ actions }: { actions: readonly Pick<ChangeAction, "resource" | "action">[] }): string[] =>
  actions.map(({ resource, action }) => `${resource.name} ${action}`).sort();

describe("a plan asks what its updates would do", () => {
  it("lets only those follow whose values will differ", async () => {
    await applied([drawer("a"), ...users("a")]);
    const same = await planDocuments(world, [drawer("a", { label: "spoons" })]);
    expect(kinds(same)).toEqual(["a update"]);
    expect(same.actions[0]?.warnings).toEqual([]);

    const moved = await planDocuments(world, [drawer("a", { zone: "south" })]);
    expect(kinds(moved)).toEqual(["a update", "a-zone follow"]);
    const done = await carriedOut(moved);
    expect([done.status, kinds(done)]).toEqual(["succeeded", ["a update", "a-zone follow"]]);
    expect(lines("a", "steps")).toEqual(["create", "update"]);
  });

  it("keeps the answer with the plan, and does not ask again when that is applied", async () => {
    await applied([drawer("b"), ...users("b")]);
    const planned = await planDocuments(world, [drawer("b", { zone: "south" })]);
    expect(plans("b")).toHaveLength(1);
    expect(plans("b")[0]).toMatchObject({ before: { zone: "north" }, after: { zone: "south" }, unknown: [] });
    await carriedOut(planned);
    expect(plans("b")).toHaveLength(1);
  });

  it("refuses what only another thing can be, and with leave replaces it", async () => {
    await applied([drawer("c"), ...users("c")]);
    const refused = await planDocuments(world, [drawer("c", { size: 1 })]);
    expect(refused.counts).toMatchObject({ refuse: 1 });
    expect(refused.actions[0]?.issues).toMatchObject([{ loc: ["documents", 0, "config", "size"], type: "immutable" }]);
    expect(lines("c", "steps")).toEqual(["create"]);

    const allowed = await planDocuments(world, [drawer("c", { size: 1 })], { allow_replace: true });
    expect(kinds(allowed)).toEqual(["c replace", "c-address follow", "c-zone follow"]);
    expect(allowed.actions.find(({ action }) => action === "replace")?.warnings.join()).toContain(
      "because config.size cannot change",
    );
    const done = await carriedOut(allowed);
    expect([done.status, lines("c", "steps")]).toEqual(["succeeded", ["create", "delete", "create"]]);
  });

  it("asks about what follows, too, by the values that are known then", async () => {
    const follower = drawer("f", {
      zone: "${objects/drawer/e.outputs.zone}",
      size: "${pragma/config/sizes.outputs.f}",
    });
    await applied([config("sizes", { f: 2 }), drawer("e"), follower, ...users("f")]);
    const one = await planDocuments(world, [drawer("e", { zone: "south" })]);
    expect(kinds(one)).toEqual(["e update", "f follow", "f-zone follow"]);
    expect(plans("f").at(-1)).toMatchObject({ after: { zone: null, size: 2 }, unknown: ["zone"] });

    const two = await planDocuments(world, [config("sizes", { f: 1 })], { allow_replace: true });
    expect(kinds(two)).toEqual(["f replace", "f-address follow", "f-zone follow", "sizes update"]);
    expect(plans("f").at(-1)).toMatchObject({ after: { zone: "north", size: 1 }, unknown: [] });
    const done = await carriedOut(two);
    expect([done.status, lines("f", "steps")]).toEqual(["succeeded", ["create", "update", "delete", "create"]]);
  });

  it("says that nothing is known where a provider does not answer, and carries it out", async () => {
    await applied([drawer("g"), ...users("g")]);
    writeFileSync(join(folder, "g.plan"), "anything");
    const planned = await planDocuments(world, [drawer("g", { zone: "south" })]);
    expect(kinds(planned)).toEqual(["g update", "g-address follow", "g-zone follow"]);
    const [update] = planned.actions.filter(({ action }) => action === "update");
    expect(update?.warnings.join()).toMatch(/^What this update does is not known: .*There is no plan of anything/);
    expect(update?.changes).toContainEqual({
      ...{ path: "outputs", before: null, after: null },
      unknown: { from: "provider" },
    });
    expect((await carriedOut(planned)).status).toBe("succeeded");
  });

  it("plans and carries out what a provider says in words that cannot be stored, or not as a path", async () => {
    await applied([drawer("k"), ...users("k")]);
    writeFileSync(join(folder, "k.plan"), "hostile");
    const planned = await planDocuments(world, [drawer("k", { zone: "south" })], { allow_replace: true });
    const [shown] = planned.actions;
    expect(shown?.warnings[0]).toBe("Its provider says: nul \ufffd and half \ufffd");
    expect((await carriedOut(planned)).status).toBe("succeeded");
  });

  it("shows no secret that a provider says, neither of before nor of after", async () => {
    await applied([drawer("h", { password: "first-secret" })]);
    const planned = await planDocuments(world, [drawer("h", { password: "second-secret", zone: "south" })]);
    const [{ warnings } = { warnings: [] }] = planned.actions;
    expect(warnings).toEqual(["Its provider says: It cannot be opened while it moves, not with ********"]);
    expect(plans("h").at(-1)).toMatchObject({ after: { password: "second-secret" } });
    const { rows } = await world.pool.query("SELECT request, basis, size FROM changes WHERE id = $1", [planned.id]);
    expect(JSON.stringify(rows)).not.toContain("second-secret");
  });

  it("asks nobody for a preview, and applies what that showed", async () => {
    await applied([drawer("i"), ...users("i")]);
    const input = changeInput({ documents: [drawer("i", { zone: "south" })] });
    const preview = await previewChange(world.core, world.context, input);
    expect(kinds(preview)).toEqual(["i update", "i-address follow", "i-zone follow"]);
    expect(preview.actions[0]?.warnings.join()).toContain("asked when the plan is made");
    const { id } = shownChange(
      await planChange(world.core, world.context, { ...input, basis: preview.basis, apply: true }),
    );
    expect(await settledChange(world, id)).toBe("succeeded");
    expect(plans("i")).toEqual([]);
  });

  it("asks for reverts and roll-backs as well", async () => {
    await applied([drawer("j", { size: 1 }), ...users("j")]);
    const grown = await applied([drawer("j", { size: 3 })]);
    const { core, context } = world;
    const told = await askAboutRevert(core, context, grown.id, {}, PROVIDERS);
    const undone = shownChange(await revertChange(core, context, grown.id, {}, told));
    expect(undone.actions[0]?.issues).toMatchObject([{ type: "immutable" }]);
    const asked = { id: "objects/drawer/j", generation: 1, allow_replace: true as const };
    const answers = await askAboutRollBack(core, context, asked, PROVIDERS);
    const back = shownChange(await rollBackResource(core, context, asked, answers));
    expect(kinds(back)).toEqual(["j replace", "j-address follow", "j-zone follow"]);
  });
});
