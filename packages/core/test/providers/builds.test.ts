import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { prune } from "../../src/operations/maintenance/index.ts";
import { deleteProvider, getBuild, listBuilds, pushProvider, readBuildLogs } from "../../src/providers/index.ts";
import {
  appendBuildLog,
  claimBuild,
  finishBuild,
  MAX_BUILD_LOG_BYTES,
  openBuildSource,
  readArtefact,
} from "../../src/providers/worker/index.ts";
import { inChunks, providerArchive } from "../support/archive.ts";
import { allowPush, deployed, goodBuild, pushed, typeOf } from "../support/provider.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());
beforeEach(() => allowPush(world, world.moveOn()));

async function push(archive?: Buffer): Promise<string> {
  const bytes = archive ?? (await providerArchive("acme"));
  return (await pushProvider(world.core, world.org.context, "acme", inChunks(bytes))).version;
}

async function claimed(version: string) {
  const build = await claimBuild(world.core, { organizationId: world.org.id, provider: "acme", version });
  if (!build) throw new Error("nothing to build");
  return build;
}

async function logOf(version: string): Promise<string> {
  let text = "";
  for await (const part of readBuildLogs(world.core, world.org.context, "acme", version)) text += part;
  return text;
}

describe("a push", () => {
  it("keeps the archive as it arrived, and queues its build", async () => {
    const archive = await providerArchive("acme", { name: "data", content: randomBytes(2_000_000) });
    const version = await push(archive);
    expect(version).toMatch(/^\d{8}\.\d{6}$/);
    expect(await getBuild(world.core, world.org.context, "acme", version)).toMatchObject({ status: "pending" });
    const parts: Buffer[] = [];
    for await (const part of openBuildSource(world.core, await claimed(version))) parts.push(part);
    expect(Buffer.concat(parts).equals(archive)).toBe(true);
    const { rows } = await world.pool.query(
      "SELECT payload FROM graphile_worker._private_jobs WHERE payload->>'organizationId' = $1",
      [world.org.id],
    );
    expect(rows).toEqual([{ payload: { organizationId: world.org.id, provider: "acme", version } }]);
  });

  it("gets a version of its own, even among others in the same second", async () => {
    const versions = await Promise.all(Array.from({ length: 5 }, () => push()));
    expect(new Set(versions).size).toBe(5);
    const listed = await listBuilds(world.core, world.org.context, "acme");
    expect(listed.map((build) => build.version)).toEqual([...versions].sort().reverse());
  });

  it("that is refused leaves nothing", async () => {
    const bad = await providerArchive("acme", { name: "../x", content: randomBytes(1_500_000) });
    await expect(push(bad)).rejects.toThrow(/leads out/);
    for (const table of ["provider_builds", "blob_parts", "audit_entries"]) {
      expect(await world.count(table, `organization_id = '${world.org.id}'`)).toBe(0);
    }
  });
});

describe("a build", () => {
  it("is taken over from a worker that stopped, which can write no more", async () => {
    const version = await push();
    const [first, second] = [await claimed(version), await claimed(version)];
    await appendBuildLog(world.core, first, "late\n");
    await appendBuildLog(world.core, second, "in time\n");
    expect(await finishBuild(world.core, first, { error: "late" })).toBeNull();
    expect(await finishBuild(world.core, second, goodBuild({ thing: typeOf() }))).toEqual({ status: "success" });
    expect(await logOf(version)).toBe("in time\n");
    expect(await claimBuild(world.core, { organizationId: world.org.id, provider: "acme", version })).toBeNull();
    const artefact = await readArtefact(world.core, world.org.id, "acme", version);
    expect(artefact).toEqual({ bytes: Buffer.from("the program"), hash: "sha256:1", network: "host" });
  });

  it("of a provider that was deleted meanwhile is not mistaken for one of a later provider of that name", async () => {
    const version = await push();
    const before = await claimed(version);
    await deleteProvider(world.core, world.org.context, "acme");
    const again = await push(await providerArchive("acme", { name: "extra", content: Buffer.from("another program") }));
    // As if both pushes were in the same second, or the clock was set back.
    await world.pool.query("UPDATE provider_builds SET version = $1 WHERE organization_id = $2 AND version = $3", [
      version,
      world.org.id,
      again,
    ]);
    const after = await claimed(version);
    expect(after.attempt).toBe(before.attempt);
    await appendBuildLog(world.core, before, "of the other\n");
    expect(await finishBuild(world.core, before, goodBuild({ old: typeOf() }))).toBeNull();
    expect(await finishBuild(world.core, after, goodBuild({ new: typeOf() }))).toEqual({ status: "success" });
    expect(await logOf(version)).toBe("");
  });

  it.each<[string, Parameters<typeof goodBuild>[0], RegExp]>([
    ["no types", {}, /defines no types/],
    ["an invalid schema", { thing: typeOf({ type: "nonsense" }) }, /schema of acme\/thing: /],
    ["a remote reference", { thing: typeOf({ $ref: "https://example.com/x" }) }, /schema of acme\/thing: /],
    ["a schema of 65 KiB", { thing: typeOf({ description: "x".repeat(65 * 1024) }) }, /larger than 64 KiB/],
  ])("with %s fails, and says which type", async (_what, types, reason) => {
    const version = await push();
    await finishBuild(world.core, await claimed(version), goodBuild(types));
    const build = await getBuild(world.core, world.org.context, "acme", version);
    expect(build).toMatchObject({ status: "failed", error_message: expect.stringMatching(reason) });
    expect(await readArtefact(world.core, world.org.id, "acme", version)).toBeNull();
  });

  it("is followed until it ends", async () => {
    const version = await push();
    const reader = readBuildLogs(world.core, world.org.context, "acme", version);
    const first = reader.next();
    const build = await claimed(version);
    await appendBuildLog(world.core, build, "one\n");
    expect(await first).toEqual({ value: "one\n", done: false });
    const second = reader.next();
    await appendBuildLog(world.core, build, "two\0\n");
    expect(await second).toEqual({ value: "two\ufffd\n", done: false });
    const end = reader.next();
    await finishBuild(world.core, build, { error: "no" });
    expect(await end).toEqual({ value: undefined, done: true });
  });

  it("writes 1 MiB at most, and then one line that says so", async () => {
    const version = await push();
    const build = await claimed(version);
    for (let part = 0; part < 5; part++) await appendBuildLog(world.core, build, "ä".repeat(200_000));
    await finishBuild(world.core, build, { error: "no" });
    const text = await logOf(version);
    expect(text).toMatch(/ä\n\[the log is cut here[^\n]*\]\n$/);
    expect(Buffer.byteLength(text)).toBeLessThan(MAX_BUILD_LOG_BYTES + 100);
  });
});

describe("old builds", () => {
  it("go, except for the last ten and the one that serves", async () => {
    const serving = await deployed(world, "acme", { thing: typeOf() });
    const versions: string[] = [];
    for (let count = 0; count < 12; count++) versions.push(await pushed(world, "acme", { thing: typeOf() }));
    await prune(world.core, { auditDays: 0 });
    const { rows } = await world.pool.query(
      "SELECT version FROM provider_builds WHERE organization_id = $1 ORDER BY version",
      [world.org.id],
    );
    expect(rows.map((row) => row.version)).toEqual([serving, ...versions.slice(2)]);
    expect(await world.count("blob_parts", `organization_id = '${world.org.id}'`)).toBe(11 * 2);
  });
});
