import { existsSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { changeInputSchema, changeSchema } from "@pragma/contract";
import { getChange, planChange } from "@pragma/core/changes";
import { expect, it, onTestFinished } from "vitest";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld, type World } from "./support/world.ts";

const SHORT_LEASE = { PRAGMA_LEASE_SECONDS: "4" };
const MOMENTS = ["before delete", "after delete", "before create", "after create"];

const binder = (folder: string, color: string) => ({
  ...{ provider: "objects", resource: "binder", name: "b" },
  config: { folder, title: "b", color },
});

/** A leaf in the binder whose text is that of the leaf before. */
const leaf = (folder: string, index: number) => ({
  ...{ provider: "objects", resource: "leaf", name: `l${index}` },
  config: {
    folder,
    binder: "${objects/binder/b.outputs.path}",
    text: index === 0 ? "text" : `\${objects/leaf/l${index - 1}.outputs.text}`,
  },
});

async function applied({ core, context }: World, input: object): Promise<string> {
  const body = changeInputSchema.parse({ ...input, apply: true });
  return changeSchema.parse(JSON.parse((await planChange(core, context, body)).body)).id;
}

async function succeeded({ core, context }: World, id: string): Promise<void> {
  const read = async () => changeSchema.parse(JSON.parse((await getChange(core, context, id)).body));
  await waitUntil(async () => (await read()).status === "succeeded", read);
}

/** Replaces a binder of a chain of leaves, and kills the worker at each of these moments. */
async function replaceUnderKills(length: number, moments: readonly string[]): Promise<void> {
  const { world, close } = await createWorld();
  onTestFinished(close);
  const folder = world.folder.path;
  const place = (name: string): string => join(folder, name);
  const steps = (title: string): string[] =>
    readFileSync(place(`${title}.steps`), "utf8")
      .trimEnd()
      .split("\n");
  let worker = await world.spawnWorker(SHORT_LEASE);
  const leaves = Array.from({ length }, (_, index) => leaf(folder, index));
  await succeeded(world, await applied(world, { documents: [binder(folder, "red"), ...leaves] }));

  const how = place("b.how");
  writeFileSync(how, moments[0] ?? "");
  const change = await applied(world, { documents: [binder(folder, "blue")], allow_replace: true });
  for (const [index, moment] of moments.entries()) {
    await waitUntil(
      async () => existsSync(place("b.at")) && readFileSync(place("b.at"), "utf8") === moment,
      () => world.states(),
    );
    await worker.kill();
    const next = moments[index + 1];
    if (next === undefined) unlinkSync(how);
    else writeFileSync(how, next);
    worker = await world.spawnWorker(SHORT_LEASE);
  }
  await succeeded(world, change);

  expect(readFileSync(join(place("b.binder"), "l0"), "utf8")).toBe("text");
  // What was killed after it was made is found, and updated.
  const made = steps("b").filter((step) => step === "create").length;
  expect(made).toBe(2);
  for (const { name } of leaves) {
    expect(steps(name)).toEqual(["create", "create"]);
    expect(readFileSync(join(place("b.binder"), name), "utf8")).toBe("text");
  }
  const events = await world.rows<{ count: number }>(
    "SELECT count(*)::int AS count FROM events WHERE organization_id = $1 AND resource_key = 'objects/binder/b'",
  );
  expect(events).toEqual([{ count: 2 }]);
  expect(await world.rows("SELECT * FROM dead_letters WHERE organization_id = $1")).toEqual([]);
}

it("workers killed at each step of a replacement above a chain of 50", {
  tags: ["thorough"],
  timeout: 180_000,
}, async () => {
  await replaceUnderKills(50, MOMENTS);
});
