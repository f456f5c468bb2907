import type { JsonObject } from "@pragma/contract";
import { testEach } from "@pragma/testing/test-each";
import { afterAll, beforeAll, describe, expect } from "vitest";
import { reapLostWork } from "../src/processing/reconcile/index.ts";
import { random } from "./support/random.ts";
import { type Call, fail, reject, succeed } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 2 });
});
afterAll(() => world.close());

const NODES = 16;
const key = (index: number) => `test/open/${String.fromCharCode(97 + ((index * 7) % NODES))}${index}`;

/**
 * A resource outputs the versions of everything that it is made of: its own, and by inheritance those of all below it.
 */
function versionsOf(call: Call): JsonObject {
  const versions: JsonObject = { [call.key.slice("test/open/".length)]: call.config["own"] ?? null };
  for (const [name, value] of Object.entries(call.config)) {
    if (name !== "own") Object.assign(versions, value);
  }
  return versions;
}

/** Calls with two inputs that disagree about the version of something that both were made of. */
function mixIn(call: Call): string[] {
  const seen = new Map<string, unknown>();
  const mixed: string[] = [];
  for (const [name, inherited] of Object.entries(call.config)) {
    if (name === "own") continue;
    for (const [source, version] of Object.entries(inherited as JsonObject)) {
      if (seen.has(source) && seen.get(source) !== version) mixed.push(`${call.key}: ${source} by ${name}`);
      seen.set(source, version);
    }
  }
  return mixed;
}

/** Resources without a mark below a marked one, which may give others an old value: `dependent below marked`. */
async function unmarkedBelowMarks(): Promise<string[]> {
  const { rows } = await world.pool.query<{ edge: string }>(
    `SELECT d.key || ' below ' || r.key AS edge FROM edges e
     JOIN resources r ON r.organization_id = e.organization_id AND r.key = e.to_key
     JOIN resources d ON d.organization_id = e.organization_id AND d.key = e.from_key
     WHERE e.kind = 'dependency' AND r.stale_since IS NOT NULL AND d.stale_since IS NULL
       AND d.lifecycle_state IN ('ready', 'processing')`,
  );
  return rows.map((row) => row.edge);
}

describe("workers and clients all at once", () => {
  testEach<[number, "none" | "some"]>(
    [
      [1, "none"],
      [4, "some"],
    ],
    [
      [2, "none"],
      [3, "none"],
      [5, "some"],
    ],
  )("nothing is lost, mixed up, doubled or stuck (seed %i, %s are drafts for a while)", async ([seed, drafts]) => {
    const chance = random(seed);
    const org = world.moveOn();
    world.provider.reset();
    const running = new Set<string>();
    const mixed: string[] = [];
    const unmarked: string[] = [];
    const doubled: string[] = [];
    let calm = false;
    let calls = 0;

    const needs = Array.from({ length: NODES }, (_, index) =>
      Array.from({ length: index }, (_, other) => other).filter(() => chance() < 2.2 / Math.max(index, 2)),
    );
    const config = (index: number, own: number): JsonObject => ({
      own,
      ...Object.fromEntries((needs[index] ?? []).map((other) => [`n${other}`, `\${${key(other)}.outputs.versions}`])),
    });
    for (let index = 0; index < NODES; index++) {
      world.provider.always(key(index), async (call) => {
        // A cancelled call may still run beside the next event's; one event never runs twice.
        if (running.has(call.eventId)) doubled.push(call.key);
        running.add(call.eventId);
        calls++;
        mixed.push(...mixIn(call));
        await new Promise((resolve) => setTimeout(resolve, chance() * 4));
        running.delete(call.eventId);
        if (!calm && chance() < 0.1) return fail();
        if (!calm && chance() < 0.05) return reject();
        return succeed({ versions: versionsOf(call) });
      });
    }

    for (let index = 0; index < NODES; index++) await org.apply(key(index), config(index, 0));
    const wanted = Array.from({ length: NODES }, () => 0);
    const client = async () => {
      for (let turn = 0; turn < 100; turn++) {
        const index = Math.floor(chance() * NODES);
        const own = wanted[index] ?? 0;
        try {
          if (chance() < 0.1) await org.cancel(key(index));
          else if (drafts === "some" && chance() < 0.3) {
            await org.draft(key(index), config(index, own + 1));
            wanted[index] = own + 1;
          } else {
            await org.apply(key(index), config(index, own + 1), chance() < 0.2 ? { tags: [`t${turn}`] } : {});
            wanted[index] = own + 1;
          }
        } catch (error) {
          expect(["change_in_flight", "not_cancellable", "not_found"]).toContain((error as { code: string }).code);
        }
        unmarked.push(...(await unmarkedBelowMarks()));
        await new Promise((resolve) => setTimeout(resolve, chance() * 6));
      }
    };
    let clients = 3;
    const visit = () => client().finally(() => clients--);
    await Promise.all([visit(), visit(), visit(), world.workTogether(6, () => clients > 0)]);

    // Everything that failed, or was never applied, is applied once more; then the safety net must not be needed.
    calm = true;
    for (let index = 0; index < NODES; index++) {
      const row = await org.row(key(index));
      const own = row ? JSON.parse(row.config).own : 1;
      await org.apply(key(index), config(index, own));
    }
    await world.workTogether(6);

    const keys = Array.from({ length: NODES }, (_, index) => key(index));
    expect(await org.standings(...keys)).toEqual(keys.map(() => "ready"));
    expect(calls).toBeGreaterThan(2 * NODES);
    // Those that use a draft go on with its last outputs, whatever else has changed.
    if (drafts === "none") expect(mixed).toEqual([]);
    expect(unmarked).toEqual([]);
    expect(doubled).toEqual([]);
    expect(await world.count("events", `organization_id = '${org.id}' AND settled_at IS NULL`)).toBe(0);
    expect(await org.deadLetters()).toEqual([]);
    expect(await reapLostWork(world.core)).toBe(0);

    // Each is made of the current outputs of its dependencies.
    for (let index = 0; index < NODES; index++) {
      const { resolved_config, outputs } = await org.get(key(index));
      const own = JSON.parse((await org.row(key(index)))?.config ?? "{}").own;
      const inputs = await Promise.all(
        (needs[index] ?? []).map(
          async (other) => [`n${other}`, (await org.get(key(other))).outputs["versions"]] as const,
        ),
      );
      expect([key(index), resolved_config]).toEqual([key(index), { own, ...Object.fromEntries(inputs) }]);
      expect(Object.keys(outputs)).toEqual(["versions"]);
    }
  });
});
