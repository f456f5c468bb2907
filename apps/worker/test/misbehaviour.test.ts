import { checkResourceHealth } from "@pragma/core/provider-calls";
import { deleteResource } from "@pragma/core/resources/delete";
import { getResource } from "@pragma/core/resources/read";
import { cancelResource } from "@pragma/core/resources/recover";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { waitUntil } from "./support/wait-until.ts";
import { createWorld, type TestWorker, type World } from "./support/world.ts";

let world: World;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ world, close } = await createWorld());
});
beforeEach(() => world.moveOn());
afterAll(() => close());

interface DeadLetter {
  error_message: string;
  attempt_count: number;
}

function deadLetters(name: string): Promise<DeadLetter[]> {
  return world.rows<DeadLetter>(
    "SELECT error_message, attempt_count FROM dead_letters WHERE organization_id = $1 AND resource_key = $2",
    `objects/object/${name}`,
  );
}

/** Applies a misbehaving resource among others that behave, and returns its dead letter. */
async function ending(name: string, config: Record<string, string | number>): Promise<DeadLetter> {
  const neighbours = [1, 2, 3].map((number) => `${name}-neighbour-${number}`);
  await Promise.all([
    world.object(name, config),
    ...neighbours.map((neighbour) => world.object(neighbour, { delay_ms: 100 })),
  ]);
  await world.reaches(`objects/object/${name}`, "failed");
  for (const neighbour of neighbours) await world.reaches(`objects/object/${neighbour}`, "ready");
  const names = world.folder.names();
  expect(names.filter((other) => other.startsWith(`${name}-neighbour`))).toEqual(neighbours);
  const [letter, ...others] = await deadLetters(name);
  expect(others).toEqual([]);
  return letter as DeadLetter;
}

/** One worker for a group of tests. */
function withWorker(
  options: Parameters<World["launchWorker"]>[0],
  settings: Parameters<World["launchWorker"]>[1] = {},
) {
  const shared: { worker?: TestWorker } = {};
  beforeAll(async () => {
    shared.worker = await world.launchWorker(options, settings);
  });
  afterAll(() => shared.worker?.stop(AbortSignal.abort()));
  return shared as { readonly worker: TestWorker };
}

describe("a provider that misbehaves ends its own resource, says why, and harms no other", () => {
  withWorker({});

  it("throws", async () => {
    const letter = await ending("throws", { mode: "fail", password: "hunter2-long" });
    expect(letter).toEqual({ error_message: "it broke with ******** at hand", attempt_count: 5 });
    expect(world.folder.calls("throws").filter((what) => what === "create")).toHaveLength(5);
  });

  it("throws and then works", async () => {
    await world.object("recovers", { mode: "fail", times: 2 });
    const row = await world.reaches("objects/object/recovers", "ready");
    expect(row.error).toBeNull();
    expect(await deadLetters("recovers")).toEqual([]);
    const attempts = world.folder.journal().filter(({ name, what }) => name === "recovers" && what === "create");
    expect(attempts.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(new Set(attempts.map(({ operation }) => operation)).size).toBe(1);
    expect(await world.trail("objects/object/recovers")).toEqual([
      "->pending",
      ...["pending>processing", "processing>pending"],
      ...["pending>processing", "processing>pending"],
      ...["pending>processing", "processing>ready"],
    ]);
  });

  it("names a mistake of the user: no retry", async () => {
    expect(await ending("mistake", { mode: "config error" })).toEqual({
      error_message: "text is not nice",
      attempt_count: 1,
    });
    expect(await getResource(world.core, world.context, "objects/object/mistake")).toMatchObject({
      body: expect.stringContaining('"error_kind":"config"'),
    });
  });

  it("answers twice: the first answer counts", async () => {
    await Promise.all([world.object("twice", { mode: "answer twice" }), world.object("beside")]);
    const row = await world.reaches("objects/object/twice", "ready");
    expect(JSON.parse(row.outputs ?? "")).toEqual({ id: "first answer", text: "" });
    await world.reaches("objects/object/beside", "ready");
    expect(await world.trail("objects/object/twice")).toEqual(["->pending", "pending>processing", "processing>ready"]);
  });

  it("answers what its schema forbids: no retry, but the thing counts as made", async () => {
    const letter = await ending("outputs", { mode: "bad outputs" });
    expect(letter.attempt_count).toBe(1);
    expect(letter.error_message).toMatch(/outputs/);
    expect((await world.row("objects/object/outputs"))?.provisioned).toBe(true);
  });

  it("logs without end: the log is bounded and says so", async () => {
    await world.object("floods", { mode: "flood" });
    await world.reaches("objects/object/floods", "ready");
    const lines = await world.rows<{ message: string }>(
      "SELECT message FROM resource_logs WHERE organization_id = $1 AND resource_key = $2 ORDER BY id",
      "objects/object/floods",
    );
    expect(lines).toHaveLength(1001);
    expect(lines[0]?.message).toMatch(/^line 0 x/);
    expect(lines.at(-1)?.message).toMatch(/the rest is dropped/);
  });
});

describe("a process that a provider brings down takes no other call with it, not even for an attempt", () => {
  withWorker({ providerDeadlineMs: 2000 }, { maxAttempts: 1 });

  it("ends while a question is asked, which is answered all the same", async () => {
    await world.object("asked", { health: "hang once" });
    await world.reaches("objects/object/asked", "ready");
    const answer = checkResourceHealth(world.core, world.context, "objects/object/asked");
    const calls = () => world.folder.calls("asked").filter((what) => what === "health");
    await waitUntil(
      async () => calls().length === 1,
      async () => calls(),
    );
    await world.object("ends", { mode: "exit" });
    expect(await answer).toMatchObject({ status: "healthy" });
    expect(calls()).toHaveLength(2);
    await world.reaches("objects/object/ends", "failed");
  });

  it("does not answer", { tags: ["thorough"] }, async () => {
    const letter = await ending("hangs", { mode: "hang" });
    expect(letter.attempt_count).toBe(1);
    expect(letter.error_message).toMatch(
      /^Provider objects 1\.0\.0 did not finish (observe|create) within [\d.]+ s and was stopped$/,
    );
  });

  it("blocks its process", { tags: ["thorough"] }, async () => {
    // Its process has started: on a busy machine, that could take all the time that the next object has.
    await world.object("before-the-block");
    await world.reaches("objects/object/before-the-block", "ready");
    await world.object("blocks", { mode: "block" });
    const row = await world.reaches("objects/object/blocks", "failed");
    expect(row.error).toMatch(/did not finish (observe|create) within [\d.]+ s and was stopped/);
    await world.object("after-the-block");
    await world.reaches("objects/object/after-the-block", "ready");
  });

  it("exits", async () => {
    const letter = await ending("exits", { mode: "exit" });
    expect(letter.attempt_count).toBe(1);
    expect(letter.error_message).toMatch(/^Provider objects 1\.0\.0 exited with code 7/);
  });

  it("prints garbage into the protocol", async () => {
    const letter = await ending("garbage", { mode: "garbage" });
    expect(letter.attempt_count).toBe(1);
    expect(letter.error_message).toMatch(/^Provider objects 1\.0\.0 .*(JSON|message)/);
  });
});

describe("attempts", () => {
  withWorker({}, { retryBaseDelayMs: 100, retryMaxDelayMs: 10_000, maxAttempts: 4 });

  it("wait as long as the provider asks", async () => {
    await world.object("waits", { mode: "retry after", times: 1 });
    await world.reaches("objects/object/waits", "ready");
    const [gap] = await world.rows<{ waited: boolean; error: string }>(
      `SELECT b.timestamp - a.timestamp >= interval '1 second' AS waited, a.error
       FROM resource_changes a JOIN resource_changes b ON b.resource_key = a.resource_key AND b.id > a.id
       WHERE a.organization_id = $1 AND b.organization_id = $1 AND a.resource_key = 'objects/object/waits'
         AND a.error IS NOT NULL ORDER BY b.id LIMIT 1`,
    );
    expect(gap).toEqual({ waited: true, error: "still booting" });
  });

  it("wait longer each time", async () => {
    await world.object("backs-off", { mode: "fail" });
    await world.reaches("objects/object/backs-off", "failed");
    const gaps = await world.rows<{ enough: boolean }>(
      `SELECT gap >= (100 * 2 ^ (n - 1) / 2) * interval '1 millisecond' AS enough FROM (
         SELECT lead(timestamp) OVER (ORDER BY id) - timestamp AS gap, to_state,
           row_number() OVER (PARTITION BY to_state ORDER BY id) - 1 AS n
         FROM resource_changes WHERE organization_id = $1 AND resource_key = 'objects/object/backs-off'
       ) AS steps WHERE to_state = 'pending' AND n > 0`,
    );
    expect(gaps).toEqual([{ enough: true }, { enough: true }, { enough: true }]);
  });
});

describe("cancel", () => {
  const shared = withWorker({});

  it("aborts the handler; its late result is discarded", async () => {
    await world.object("cancelled", { mode: "stop when told" });
    await world.reaches("objects/object/cancelled", "processing");
    await waitUntil(
      () => world.folder.calls("cancelled").length > 0,
      () => world.folder.calls("cancelled"),
    );
    await cancelResource(world.core, world.context, "objects/object/cancelled");
    await waitUntil(
      () => world.folder.calls("cancelled").includes("aborted"),
      () => world.folder.calls("cancelled"),
    );
    await waitUntil(
      () => shared.worker.log.some((line) => line.includes("came too late")),
      () => shared.worker.log,
    );
    const row = await world.row("objects/object/cancelled");
    expect([row?.lifecycle_state, row?.error]).toEqual(["failed", "cancelled by Ann"]);
    expect(await deadLetters("cancelled")).toEqual([]);
    expect(await world.leftovers()).toMatchObject({ leases: 0 });

    // The next apply takes it up again.
    await world.object("cancelled");
    await world.reaches("objects/object/cancelled", "ready");
  });

  it("and delete: the handler that ignores the abort makes its object first, and then it goes", async () => {
    await world.object("unmade", { mode: "heed nobody" });
    await waitUntil(
      () => world.folder.calls("unmade").includes("create"),
      () => world.folder.calls("unmade"),
    );
    await cancelResource(world.core, world.context, "objects/object/unmade");
    await deleteResource(world.core, world.context, "objects/object/unmade");
    await waitUntil(
      async () => (await world.row("objects/object/unmade")) === undefined,
      () => world.folder.calls("unmade"),
    );
    expect(world.folder.names()).not.toContain("unmade");
    expect(world.folder.calls("unmade")).toEqual(["create", "create ended", "delete", "delete ended"]);
  });

  it("and apply: what is ready is what was made last", async () => {
    await world.object("renamed", { text: "one" });
    await world.reaches("objects/object/renamed", "ready");
    await world.object("renamed", { text: "two", mode: "heed nobody" });
    await waitUntil(
      () => world.folder.calls("renamed").includes("update"),
      () => world.folder.calls("renamed"),
    );
    await cancelResource(world.core, world.context, "objects/object/renamed");
    await world.object("renamed", { text: "three" });
    await world.reaches("objects/object/renamed", "ready");
    expect(world.folder.calls("renamed").slice(2)).toEqual(["update", "update ended", "update", "update ended"]);
    expect(world.folder.text("renamed")).toBe("three");
  });

  it("and apply: a handler that never ends is ended with its process, and only then the next begins", {
    tags: ["thorough"],
  }, async () => {
    await world.object("stuck", { mode: "hang" });
    await waitUntil(
      () => world.folder.calls("stuck").includes("create"),
      () => world.folder.calls("stuck"),
    );
    await cancelResource(world.core, world.context, "objects/object/stuck");
    await world.object("stuck", { text: "well" });
    await world.reaches("objects/object/stuck", "ready");
    const [first, second] = world.folder.journal().filter((line) => line.name === "stuck");
    expect([first?.what, second?.what]).toEqual(["create", "create"]);
    expect(second?.pid).not.toBe(first?.pid);
    expect(world.folder.names().filter((name) => name === "stuck")).toHaveLength(1);
  });

  it("of a missed notification: the heartbeat notices", async () => {
    await world.object("missed", { mode: "stop when told" });
    await world.reaches("objects/object/missed", "processing");
    await waitUntil(
      () => world.folder.calls("missed").length > 0,
      () => world.folder.calls("missed"),
    );
    await world.pool.query(
      `WITH gone AS (UPDATE resources SET lifecycle_state = 'failed', pending_event_id = NULL
         WHERE organization_id = $1 AND key = 'objects/object/missed')
       UPDATE events SET settled_at = now() WHERE organization_id = $1`,
      [world.context.organizationId],
    );
    await waitUntil(
      () => world.folder.calls("missed").includes("aborted"),
      () => world.folder.calls("missed"),
    );
    expect(shared.worker.log.filter((line) => line.includes("could not be renewed"))).toEqual([]);
  });
});
