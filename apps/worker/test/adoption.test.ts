import { existsSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ApplyInput, Discovered, DiscoverInput } from "@pragma/contract";
import { checkResourceDrift, discover } from "@pragma/core/provider-calls";
import { deleteResource } from "@pragma/core/resources/delete";
import { cancelResource, retryResource } from "@pragma/core/resources/recover";
import { findResource, type ResourceRow } from "@pragma/db/queries";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { waitUntil } from "./support/wait-until.ts";
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

const key = (name: string): string => `objects/note/${name}`;
const file = (title: string, end = "note"): string => join(world.folder.path, `${title}.${end}`);
const note = (title: string): unknown => JSON.parse(readFileSync(file(title), "utf8"));
const writes = (title: string): string[] =>
  existsSync(file(title, "writes")) ? readFileSync(file(title, "writes"), "utf8").trim().split("\n") : [];

/** A note that was there before, of a title that no other test uses. */
function there(text = "old", shelf = "left"): string {
  const title = `note-${count++}`;
  writeFileSync(file(title), JSON.stringify({ text, shelf }));
  return title;
}

function apply(name: string, title: string, text: string, more: Partial<ApplyInput> = {}, shelf = "left") {
  return world.apply(key(name), { folder: world.folder.path, title, text, shelf }, more);
}

const ready = (name: string): Promise<ResourceRow> => world.reaches(key(name), "ready");
const failed = async (name: string): Promise<string> => (await world.reaches(key(name), "failed")).error ?? "";

describe("a thing that is there already", () => {
  it("is refused by its identity, and taken over by it without a write", async () => {
    const title = there();
    await apply("a", title, "old");
    expect(await failed("a")).toBe(`A note "${title}" exists already. To take it over, declare adopt: "${title}"`);

    await apply("a", title, "old", { adopt: title });
    const row = await ready("a");
    expect(row).toMatchObject({ identity: title, provisioned: true, outputs: '{"size":3}' });
    expect(writes(title)).toEqual([]);
  });

  it("stays refused when that is tried again", async () => {
    const title = there();
    await apply("a", title, "old");
    await failed("a");
    await retryResource(world.core, world.context, key("a"));
    expect(await failed("a")).toContain("exists already");
    await apply("a", title, "another");
    expect(await failed("a")).toContain("exists already");
    expect(note(title)).toEqual({ text: "old", shelf: "left" });
  });

  it("stays refused where no text can name it", async () => {
    const title = `two\nlines-${count++}`;
    writeFileSync(file(title), JSON.stringify({ text: "old", shelf: "left" }));
    await apply("a", title, "new");
    expect(await failed("a")).toBe(
      `A note "${title}" exists already. It cannot be taken over: nothing that may be shown identifies it`,
    );
    await retryResource(world.core, world.context, key("a"));
    expect(await failed("a")).toContain("exists already");
    await apply("a", title, "another");
    expect(await failed("a")).toContain("exists already");
    expect(note(title)).toEqual({ text: "old", shelf: "left" });
    unlinkSync(file(title));
  });

  it("is updated from what it was to what is declared", async () => {
    const title = there();
    await apply("a", title, "new", { adopt: title });
    await ready("a");
    expect(writes(title)).toEqual(["update from old"]);
    expect(note(title)).toEqual({ text: "new", shelf: "left" });
  });

  it("is left alone where an immutable field would have to change", async () => {
    const title = there("old", "right");
    await apply("a", title, "new", { adopt: title });
    expect(await failed("a")).toBe(
      `The note "${title}" is not taken over: config.shelf is another one there, and cannot be changed once the resource exists`,
    );
    expect(writes(title)).toEqual([]);

    await apply("a", title, "new", {}, "right");
    await ready("a");
    expect(note(title)).toEqual({ text: "new", shelf: "right" });
  });

  it("keeps what is ignored as it is", async () => {
    const title = there();
    await apply("a", title, "new", { adopt: title, handling: { ignore: ["text"] } });
    await ready("a");
    expect(writes(title)).toEqual([]);
  });
});

describe("what is to be taken over", () => {
  it("is never made in its place", async () => {
    await apply("a", "nothing", "new", { adopt: "nothing" });
    expect(await failed("a")).toBe('There is no note "nothing" to take over');
    expect(existsSync(file("nothing"))).toBe(false);

    // Only who says so makes it.
    await apply("a", "nothing", "new", { adopt: null });
    expect(await ready("a")).toMatchObject({ identity: "nothing" });
    expect(writes("nothing")).toEqual(["create"]);
  });

  it("has to be what the config names", async () => {
    const title = there();
    await apply("a", "elsewhere", "new", { adopt: title });
    expect(await failed("a")).toBe(`The note "${title}" is another one than the config names: it is not there`);
  });

  it("goes to one of two that want it", async () => {
    const title = there();
    await apply("b", title, "old", { adopt: title });
    await ready("b");
    await expect(apply("a", title, "old", { adopt: title })).rejects.toMatchObject({
      code: "validation_failed",
      message: `"${title}" is managed by resource:objects_note_b: a thing has one resource`,
    });

    // As if both had been applied before either was there.
    const other = there();
    await apply("c", other, "old", { adopt: other, handling: { paused: true } });
    await world.pool.query("UPDATE resources SET identity = NULL WHERE key = $1", [key("c")]);
    await apply("d", other, "old", { adopt: other, handling: { paused: true } });
    await world.pool.query("UPDATE resources SET identity = $2 WHERE key = $1", [key("c"), other]);
    for (const name of ["d", "c"]) await apply(name, other, "old", { handling: null });
    await ready("c");
    expect(await failed("d")).toContain(`"${other}" is managed by resource:objects_note_c`);
  });

  it("cannot become another once it is there", async () => {
    const title = there();
    await apply("a", title, "old", { adopt: title });
    await ready("a");
    await apply("a", title, "old", { adopt: title });
    await expect(apply("a", title, "old", { adopt: "other" })).rejects.toMatchObject({
      message: `resource:objects_note_a is "${title}": it cannot take over "other"`,
    });
    expect(writes(title)).toEqual([]);
  });

  it("is refused of a type that cannot take anything over", async () => {
    const page = { folder: world.folder.path, text: "new" };
    await expect(world.apply("objects/page/a", page, { adopt: "a" })).rejects.toMatchObject({
      message: "objects/page cannot take over what exists: its provider has no handler for that",
    });
  });
});

describe("the deletion of what never succeeded", () => {
  const find = (name: string) => findResource(world.core.db.tenant(world.context.organizationId), key(name));
  const gone = (name: string) =>
    waitUntil(
      async () => (await find(name)) === undefined,
      () => find(name),
    );

  it("leaves what was there before, and what was to be taken over", async () => {
    const [stranger, right] = [there(), there("old", "right")];
    await apply("a", stranger, "old");
    await failed("a");
    await apply("b", right, "new", { adopt: right });
    await failed("b");
    for (const name of ["a", "b"]) {
      await deleteResource(world.core, world.context, key(name));
      await gone(name);
    }
    expect([note(stranger), note(right)]).toEqual([
      { text: "old", shelf: "left" },
      { text: "old", shelf: "right" },
    ]);
  });

  it("removes what an attempt may have left behind", async () => {
    const title = `note-${count++}`;
    writeFileSync(file(title, "how"), "config");
    await apply("a", title, "half");
    expect(await failed("a")).toBe("The note broke");
    expect(existsSync(file(title))).toBe(true);
    await deleteResource(world.core, world.context, key("a"));
    await gone("a");
    expect(existsSync(file(title))).toBe(false);
  });

  it("removes what was made though nobody could read its outputs", async () => {
    const title = `note-${count++}`;
    writeFileSync(file(title, "how"), "outputs");
    await apply("a", title, "made");
    expect(await failed("a")).toContain("size");
    expect(existsSync(file(title))).toBe(true);
    await deleteResource(world.core, world.context, key("a"));
    await gone("a");
    expect(existsSync(file(title))).toBe(false);
  });

  it("has what a cancelled attempt made, and is deleted with it", async () => {
    const title = `note-${count++}`;
    const begin = async (): Promise<void> => {
      writeFileSync(file(title, "how"), "later");
      await apply("a", title, "new");
      await vi.waitUntil(() => existsSync(file(title)) && !existsSync(file(title, "how")), { timeout: 20_000 });
      await world.reaches(key("a"), "pending");
      await cancelResource(world.core, world.context, key("a"));
    };
    await begin();
    await apply("a", title, "newer");
    await ready("a");
    await deleteResource(world.core, world.context, key("a"));
    await gone("a");

    await begin();
    await deleteResource(world.core, world.context, key("a"));
    await gone("a");
    expect(existsSync(file(title))).toBe(false);
  });

  it("takes what a failed attempt made for its own once its config is mended", async () => {
    const title = `note-${count++}`;
    writeFileSync(file(title, "how"), "config");
    await apply("a", title, "half");
    await failed("a");
    await apply("a", title, "whole");
    await ready("a");
    expect(note(title)).toEqual({ text: "whole", shelf: "left" });
  });
});

it("what was made is named, and an attempt that was cut off is no stranger's", async () => {
  const title = `note-${count++}`;
  await apply("a", title, "new");
  expect(await ready("a")).toMatchObject({ identity: title });

  const other = there("half");
  await apply("b", other, "whole", { handling: { paused: true } });
  // As after an attempt that made it and was never settled.
  await world.pool.query(
    "UPDATE events SET published_at = now() WHERE id = (SELECT pending_event_id FROM resources WHERE key = $1 AND organization_id = $2)",
    [key("b"), world.context.organizationId],
  );
  await apply("b", other, "whole", { handling: null });
  await ready("b");
  expect(note(other)).toEqual({ text: "whole", shelf: "left" });
});

it("a check names what was made before its type told that, once", async () => {
  const title = `note-${count++}`;
  await apply("a", title, "new");
  await ready("a");
  await world.pool.query("UPDATE resources SET identity = NULL WHERE key = $1 AND organization_id = $2", [
    key("a"),
    world.context.organizationId,
  ]);
  await checkResourceDrift(world.core, world.context, key("a"));
  const named = await ready("a");
  expect(named).toMatchObject({ identity: title, drift: "in_sync" });
  await checkResourceDrift(world.core, world.context, key("a"));
  expect((await ready("a")).version).toBe(named.version);
});

describe("discovery", () => {
  const ask = (input: Partial<DiscoverInput> = {}, provider = "objects") =>
    discover(world.core, world.context, provider, {
      type: "note",
      config: { folder: world.folder.path, password: "a-long-password" },
      ...input,
    });
  const misbehave = (how: string): void => writeFileSync(file("list", "how"), how);

  it("lists what there is, in parts, masked, and says what is managed", async () => {
    const folder = join(world.folder.path);
    const [first, second, third] = [there(), there(), there()] as [string, string, string];
    await apply("a", second, "old", { adopt: second });
    await ready("a");

    let cursor: string | null = null;
    const items: Discovered["items"] = [];
    do {
      const part = await ask({ limit: 2, cursor });
      expect(part.items.length).toBeLessThanOrEqual(2);
      items.push(...part.items);
      cursor = part.cursor;
    } while (cursor !== null);

    const found = items.filter(({ identity }) => [first, second, third].includes(identity));
    expect(found).toMatchObject([
      { identity: first, managed_by: null, config: { title: first, text: "old", password: "********" } },
      { identity: second, managed_by: "resource:objects_note_a" },
      { identity: third, managed_by: null },
    ]);
    expect(JSON.stringify(await world.pool.query("SELECT * FROM provider_calls"))).not.toContain(folder);
  });

  it("ends a list whose cursor comes again, and says so", async () => {
    misbehave("repeat");
    const [first, second] = [await ask(), await ask({ cursor: "again" })];
    misbehave("");
    expect(first).toMatchObject({ items: [{ identity: "again" }], cursor: "again", warnings: [] });
    expect(second).toMatchObject({
      cursor: null,
      warnings: ["The provider gave the same cursor again, so the list ends here: there may be more"],
    });
  });

  it("shows no secret in an identity", async () => {
    misbehave("secret");
    const { items } = await ask();
    misbehave("");
    expect(items).toMatchObject([{ identity: "with ********" }]);
  });

  it("tells 100,000 things in parts of a hundred", async () => {
    misbehave("count 100000");
    const parts = [await ask(), await ask({ cursor: "50000" }), await ask({ cursor: "99900" })];
    misbehave("");
    const ends = parts.map(({ items, cursor }) => [items.length, items[0]?.identity, items.at(-1)?.identity, cursor]);
    expect(ends).toEqual([
      [100, "thing 0", "thing 99", "100"],
      [100, "thing 50000", "thing 50099", "50100"],
      [100, "thing 99900", "thing 99999", null],
    ]);
  });

  it.each([
    ["throw", { code: "provider_failed", message: expect.stringContaining("cannot sign in with ********") }],
    ["many", { code: "provider_failed", message: expect.stringContaining("list returned 101 items, more than 100") }],
    ["odd", { code: "provider_failed", message: expect.stringContaining("list must return an object with items") }],
  ])("says what is wrong with a list (%s)", async (how, error) => {
    misbehave(how);
    await expect(ask().finally(() => writeFileSync(file("list", "how"), ""))).rejects.toMatchObject(error);
  });
});
