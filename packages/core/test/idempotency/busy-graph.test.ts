import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DomainError } from "../../src/foundation/common/errors.ts";
import { withIdempotency } from "../../src/foundation/idempotency/index.ts";
import type { Core } from "../../src/foundation/unit-of-work/core.ts";
import { applyResource } from "../../src/resources/apply/index.ts";
import { deadlocks } from "../support/locks.ts";
import { openReplica } from "../support/replica.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const NODES = 60;
const REQUESTS = 400;
const LANES = 20;

/** Reproducible, so that a failure can be looked at again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** One apply of a node with edges of its own choice, as a draft, so that it may be changed again at once. */
async function applySome(core: Core, pick: () => number): Promise<string> {
  const index = Math.floor(pick() * NODES);
  const targets = Array.from({ length: 3 }, () => Math.floor(pick() * NODES)).filter((target) => target !== index);
  const input = {
    provider: "test",
    resource: "open",
    name: `n${index}`,
    config: {},
    depends_on: targets.map((target) => `test/open/n${target}`),
  };
  const request = { key: randomUUID(), method: "POST", path: "/resources/apply", fingerprint: "same" };
  try {
    await withIdempotency(core, world.org.context, request, async (bound) => {
      const row = await applyResource(bound, world.org.context, input);
      return { status: 200, headers: {}, body: row.version };
    });
    return "applied";
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    return error instanceof Error && "code" in error ? `${String(error.code)}: ${error.message}` : String(error);
  }
}

it("keyed applies with new edges on a busy graph are applied or refused for a cycle, by two replicas", async () => {
  const outcomes = new Map<string, number>();
  const before = await deadlocks(world);
  const replica = openReplica(world, { connections: LANES });
  try {
    const pick = random(7);
    let left = REQUESTS;
    await Promise.all(
      Array.from({ length: LANES }, async (_, lane) => {
        while (left-- > 0) {
          const outcome = await applySome(lane % 2 === 0 ? world.core : replica.core, pick);
          outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
        }
      }),
    );
  } finally {
    await replica.close();
  }
  expect([...outcomes.keys()].sort()).toEqual(["applied", "cycle"]);
  expect([...outcomes.values()].reduce((sum, count) => sum + count)).toBe(REQUESTS);
  expect(await deadlocks(world)).toBe(before);
});
