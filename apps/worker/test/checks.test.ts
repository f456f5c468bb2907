import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ApplyInput, JsonObject } from "@pragma/contract";
import { checkResourceDrift } from "@pragma/core/provider-calls";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { dueAgain } from "./support/due-again.ts";
import { followed } from "./support/followed.ts";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld, type TestWorker, type World } from "./support/world.ts";

let world: World;
let worker: TestWorker;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ world, close } = await createWorld());
  worker = await world.launchWorker({ checkPollMs: 50 });
});
beforeEach(() => world.moveOn());
afterAll(async () => {
  await worker.stop(AbortSignal.abort());
  await close();
});

const key = (name: string): string => `objects/page/${name}`;
const file = (name: string, end: string): string => join(world.folder.path, `${name}.${end}`);
const page = (name: string): JsonObject => JSON.parse(readFileSync(file(name, "page"), "utf8"));
const alter = (name: string, by: JsonObject): void =>
  writeFileSync(file(name, "page"), JSON.stringify({ ...page(name), ...by }));
const reads = (name: string): number =>
  existsSync(file(name, "reads")) ? readFileSync(file(name, "reads"), "utf8").split("\n").length - 1 : 0;

async function make(name: string, config: JsonObject = {}, more: Partial<ApplyInput> = {}): Promise<void> {
  await world.apply(key(name), { folder: world.folder.path, text: "declared", ...config }, more);
  await world.reaches(key(name), "ready");
  await followed(world);
}

interface CheckRow {
  due_at: string;
  checked_at: string | null;
  error: string | null;
  failures: number;
  absent_since: string | null;
  found: string | null;
  changes: { path: string; declared: unknown; found: unknown }[] | null;
  finding_hash: string | null;
}

async function checkOf(name: string): Promise<CheckRow | undefined> {
  const { rows } = await world.pool.query<CheckRow>(
    "SELECT *, changes::text::json AS changes FROM drift_checks WHERE organization_id = $1 AND resource_key = $2",
    [world.context.organizationId, key(name)],
  );
  return rows[0];
}

/** Makes a check due, and waits until something came of it. */
async function checked(name: string, more = ""): Promise<CheckRow> {
  await world.pool.query(
    `UPDATE drift_checks SET due_at = '2000-01-01', checked_at = NULL, error = NULL ${more} WHERE organization_id = $1 AND resource_key = $2`,
    [world.context.organizationId, key(name)],
  );
  let row: CheckRow | undefined;
  await waitUntil(
    async () => {
      await dueAgain(world);
      row = await checkOf(name);
      return row !== undefined && (row.checked_at !== null || row.error !== null);
    },
    () => row,
  );
  return row as CheckRow;
}

const stories = async (name: string) => {
  const { rows } = await world.pool.query<{ changes: { path: string; before: unknown; after: unknown }[] }>(
    `SELECT changes FROM resource_changes WHERE organization_id = $1 AND resource_key = $2 AND event_type = 'DRIFT' ORDER BY id`,
    [world.context.organizationId, key(name)],
  );
  return rows.map(({ changes }) => changes);
};

describe("a check", () => {
  it("is planned by the success of what can be looked at, and of nothing else", async () => {
    await make("fresh");
    await world.apply("objects/silent/other", {});
    await world.reaches("objects/silent/other", "ready");
    await followed(world);
    const { rows } = await world.pool.query(
      `SELECT resource_key, extract(epoch FROM due_at - now())::float8 AS wait FROM drift_checks WHERE organization_id = $1`,
      [world.context.organizationId],
    );
    expect(rows.map(({ resource_key }) => resource_key)).toEqual([key("fresh")]);
    expect(rows[0].wait).toBeGreaterThan(1);
    expect(rows[0].wait).toBeLessThan(61);
  });

  it("finds nothing of what is as declared, and writes no resource", async () => {
    await make("same");
    await checked("same");
    const before = await world.row(key("same"));
    const row = await checked("same");
    expect(row).toMatchObject({ error: null, found: null, absent_since: null });
    expect(await world.row(key("same"))).toEqual(before);
    expect(before?.drift).toBe("in_sync");
    expect(await stories("same")).toEqual([]);
  });

  it("finds what was changed by hand, tells it once, and that it is gone again", async () => {
    await make("altered", { labels: { a: "1" } });
    alter("altered", { text: "by hand!", labels: { a: "2" } });
    const { version } = (await world.row(key("altered"))) as { version: string };
    const first = await checked("altered");
    expect(first).toMatchObject({
      found: "drifted",
      changes: [
        { path: "config.text", declared: "declared", found: "by hand!" },
        { path: "config.labels.a", declared: "1", found: "2" },
      ],
    });
    const row = await world.row(key("altered"));
    expect(row).toMatchObject({ drift: "drifted", lifecycle_state: "ready" });
    expect(row?.version).not.toBe(version);
    await checked("altered");
    expect((await world.row(key("altered")))?.version).toBe(row?.version);
    alter("altered", { text: "declared" });
    expect((await checked("altered")).changes).toHaveLength(1);
    alter("altered", { labels: { a: "1" } });
    expect(await checked("altered")).toMatchObject({ found: null, changes: null, finding_hash: null });
    expect((await world.row(key("altered")))?.drift).toBe("in_sync");
    expect((await stories("altered")).map((changes) => changes.map(({ path }) => path))).toEqual([
      ["drift", "config.text", "config.labels.a"],
      ["config.labels.a"],
      ["drift"],
    ]);
  });

  it("compares no field that is ignored, nor outputs where only that differs, and none that was not found out", async () => {
    await make("ignoring", { labels: { a: "1", b: "1" } }, { handling: { ignore: ["labels.a", "text"] } });
    alter("ignoring", { text: "another length", labels: { a: "2" } });
    expect(await checked("ignoring")).toMatchObject({ found: null });
    alter("ignoring", { labels: { b: "2" } });
    expect((await checked("ignoring")).changes?.map(({ path }) => path)).toEqual(["config.labels.b", "outputs.size"]);
  });

  it("seals what is sensitive in what was found", async () => {
    await make("secretive", { password: "old-secret", labels: { a: "plain" } });
    alter("secretive", { password: "new-secret", labels: { a: "with old-secret in it" } });
    const { changes } = await checked("secretive");
    expect(changes?.map(({ path }) => path)).toEqual(["config.password", "config.labels.a"]);
    const text = JSON.stringify(changes) + JSON.stringify(await stories("secretive"));
    expect(text).not.toContain("old-secret");
    expect(text).not.toContain("new-secret");
    expect(text).toContain("plain");
  });

  it("seals a secret that it found, wherever else it found that", async () => {
    await make("two-parts", { password: "old-secret", labels: { a: "plain" } });
    alter("two-parts", { password: "new-secret", labels: { a: "with new-secret in it" }, note: "so new-secret it is" });
    const { changes } = await checked("two-parts");
    expect(changes?.map(({ path }) => path)).toEqual(["config.password", "config.labels.a", "outputs.note"]);
    expect(JSON.stringify(changes) + JSON.stringify(await stories("two-parts"))).not.toContain("new-secret");
  });

  it("calls missing what is found absent twice, ten seconds apart", async () => {
    await make("gone");
    rmSync(file("gone", "page"));
    const once = await checked("gone");
    expect(once).toMatchObject({ found: null, absent_since: expect.anything() });
    expect(await checked("gone")).toMatchObject({ found: null });
    expect((await world.row(key("gone")))?.drift).not.toBe("missing");
    const twice = await checked("gone", ", absent_since = now() - interval '11 seconds'");
    expect(twice).toMatchObject({ found: "missing", changes: [] });
    expect(await world.row(key("gone"))).toMatchObject({ drift: "missing", lifecycle_state: "ready" });
  });

  it("forgets an absence that is over", async () => {
    await make("back");
    writeFileSync(file("back", "how"), "null");
    expect((await checked("back")).absent_since).not.toBeNull();
    rmSync(file("back", "how"));
    expect(await checked("back")).toMatchObject({ found: null, absent_since: null });
  });

  it.each(["throw", "exit", "huge", "cycle", "forged", "nothing", "a text", "nul", "key", "deep", "large"])(
    "that goes wrong by %s changes nothing but one line of error",
    async (how) => {
      const name = `wrong-${how.replace(" ", "-")}`;
      await make(name, { password: "hidden-word" });
      await checked(name);
      const before = await world.row(key(name));
      writeFileSync(file(name, "how"), how);
      const row = await checked(name);
      expect(row).toMatchObject({ found: null, failures: 1, absent_since: null });
      expect(row.error).toMatch(/^[^\n]+$/);
      expect(row.error).not.toContain("hidden-word");
      expect(row.error?.length).toBeLessThanOrEqual(1000);
      expect(await world.row(key(name))).toEqual(before);
      rmSync(file(name, "how"));
      expect(await checked(name)).toMatchObject({ error: null, failures: 0 });
    },
  );

  it("is made at once for whoever asks, and says what is recorded", async () => {
    await make("asked", { password: "hidden-word" });
    alter("asked", { text: "by hand!" });
    const ask = () => checkResourceDrift(world.core, world.context, key("asked"));
    expect(await ask()).toMatchObject({
      ...{ status: "drifted", error: null, checked_at: expect.anything() },
      changes: [{ path: "config.text", declared: "declared", found: "by hand!" }],
    });
    writeFileSync(file("asked", "how"), "throw");
    await expect(ask()).rejects.toMatchObject({
      code: "provider_failed",
      message: expect.stringContaining("cannot sign in with ********"),
    });
    expect((await checkOf("asked"))?.error).not.toContain("and more");
    rmSync(file("asked", "how"));
    alter("asked", { text: "declared" });
    expect(await ask()).toMatchObject({ status: "in_sync", error: null, changes: [] });
  });

  it("that hangs keeps only its own provider's waiting, and is over when the worker stops", async () => {
    const beside = await world.launchWorker({ checkPollMs: 50, providerConcurrency: 1 });
    try {
      for (const name of ["stuck", "behind"]) await make(name);
      writeFileSync(file("stuck", "how"), "hang");
      await world.pool.query("UPDATE drift_checks SET due_at = now() - interval '1 day' WHERE resource_key = $1", [
        key("stuck"),
      ]);
      const before = reads("stuck");
      await waitUntil(
        () => reads("stuck") > before,
        () => reads("stuck"),
      );
      // Another organization's lane is another one.
      world.moveOn();
      await make("elsewhere");
      alter("elsewhere", { text: "by hand!" });
      expect(await checked("elsewhere")).toMatchObject({ found: "drifted" });
    } finally {
      await beside.stop();
    }
  });

  it("that hangs in as many organizations as are looked at together holds up no other", async () => {
    const stuck = Array.from({ length: 16 }, (_, index) => `stuck-${index}`);
    for (const name of stuck) {
      world.moveOn();
      await make(name);
      writeFileSync(file(name, "how"), "hang");
    }
    const ofStuck = [stuck.map(key)];
    await world.pool.query("UPDATE drift_checks SET due_at = '2000-01-01' WHERE resource_key = ANY($1)", ofStuck);
    await waitUntil(
      async () => stuck.every((name) => reads(name) > 0),
      () => stuck.map(reads),
    );
    world.moveOn();
    await make("free");
    alter("free", { text: "by hand!" });
    expect(await checked("free")).toMatchObject({ found: "drifted" });
    const ended = "SELECT resource_key FROM drift_checks WHERE resource_key = ANY($1) AND error IS NOT NULL";
    expect((await world.pool.query(ended, ofStuck)).rows).toEqual([]);
  });

  it("has what it finds corrected, once, where that is wanted", async () => {
    await make("corrected", { labels: { a: "1" } }, { handling: { drift: "correct" } });
    alter("corrected", { text: "by hand!" });
    await checked("corrected", ", failures = 1");
    await waitUntil(
      async () => page("corrected")["text"] === "declared" && (await world.row(key("corrected")))?.drift === "in_sync",
      () => world.row(key("corrected")),
    );
    rmSync(file("corrected", "page"));
    await checked("corrected", ", absent_since = now() - interval '1 minute'");
    await waitUntil(
      async () => existsSync(file("corrected", "page")) && (await world.row(key("corrected")))?.drift === "in_sync",
      () => world.row(key("corrected")),
    );
    await followed(world);
    const words = (await stories("corrected")).flatMap((changes) => changes.filter(({ path }) => path === "drift"));
    expect(words.map(({ after }) => after)).toEqual(["drifted", "in_sync", "missing", "in_sync"]);
  });

  it("looks at nothing that is paused, or switched off", async () => {
    await make("off", {}, { handling: { drift: "off" } });
    const made = reads("off");
    await world.pool.query("UPDATE drift_checks SET due_at = '2000-01-01' WHERE organization_id = $1", [
      world.context.organizationId,
    ]);
    await waitUntil(
      async () => new Date((await checkOf("off"))?.due_at ?? 0) > new Date(),
      () => checkOf("off"),
    );
    expect(reads("off")).toBe(made);
  });
});
