import type { JsonObject } from "@pragma/contract";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { random } from "./support/random.ts";
import { type Call, fail, reject, succeed } from "./support/script.ts";
import { createWorld, type World } from "./support/world.ts";

let world: World;

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 2 });
});
afterAll(() => world.close());

const NODES = 12;
const key = (index: number) => `test/open/${String.fromCharCode(97 + ((index * 5) % NODES))}${index}`;

describe("deletes among applies, by many clients and workers at once", () => {
  it.each([1, 2, 3])("leave nothing behind and take nothing away that is needed (seed %i)", async (seed) => {
    const chance = random(seed);
    const org = world.moveOn();
    world.provider.reset();
    let calm = false;
    let calls = 0;
    /** What exists outside, with what each was last made to need. */
    const objects = new Map<string, string[]>();
    const faults: string[] = [];

    const edgeStands = async (from: string, to: string): Promise<boolean> =>
      (await world.count(
        "edges",
        `organization_id = '${org.id}' AND from_key = '${from}' AND to_key = '${to}' AND kind = 'dependency'`,
      )) > 0;

    const checkNotNeeded = async (deleted: string) => {
      for (const [other, needs] of objects) {
        if (needs.includes(deleted) && (await edgeStands(other, deleted))) faults.push(`${deleted} below ${other}`);
      }
    };
    const perform = ({ key: name, event, config }: Call) => {
      if (event === "DELETE") objects.delete(name);
      else objects.set(name, config["needs"] as string[]);
      return succeed(event === "DELETE" ? null : { v: 1 });
    };
    for (let index = 0; index < NODES; index++) {
      world.provider.always(key(index), async (call) => {
        calls++;
        if (call.event === "DELETE") await checkNotNeeded(call.key);
        await new Promise((resolve) => setTimeout(resolve, chance() * 4));
        if (!calm && chance() < 0.1) return fail();
        return !calm && chance() < 0.05 ? reject() : perform(call);
      });
    }

    const apply = (index: number) => {
      const needs = Array.from({ length: index }, (_, other) => key(other)).filter(() => chance() < 0.25);
      const owner = index > 0 && chance() < 0.2 ? Math.floor(chance() * index) : undefined;
      const config: JsonObject = { needs };
      // Half of them by reference, so that there is something to detach.
      for (const [place, need] of needs.entries()) if (place % 2 === 0) config[`v${place}`] = `\${${need}.outputs.v}`;
      return org.apply(key(index), config, {
        depends_on: needs,
        owner_references: owner === undefined ? [] : [{ provider: "test", resource: "open", name: nameOf(owner) }],
      });
    };
    const remove = (index: number) => {
      const dependents = (["cascade", "detach", undefined] as const)[Math.floor(chance() * 3)];
      return org.delete(key(index), { dependents });
    };
    const refusals = [
      "change_in_flight",
      "deletion_in_progress",
      "has_dependents",
      "not_deletable",
      "not_cancellable",
      "not_found",
    ];
    const attempt = (work: Promise<unknown>) =>
      work.catch((error: { code?: string }) => {
        if (!refusals.includes(error.code ?? "")) throw error;
      });
    let clients = 3;
    const client = async () => {
      try {
        for (let turn = 0; turn < 80; turn++) {
          const index = Math.floor(chance() * NODES);
          const kind = chance();
          if (kind < 0.6) await attempt(apply(index));
          else if (kind < 0.92) await attempt(remove(index));
          else await attempt(org.cancel(key(index)));
          await new Promise((resolve) => setTimeout(resolve, chance() * 5));
        }
      } finally {
        clients--;
      }
    };
    await Promise.all([client(), client(), client(), world.workTogether(5, () => clients > 0)]);
    expect(faults).toEqual([]);
    expect(calls).toBeGreaterThan(NODES);

    // Everything is to go now: nothing may be in the way of that, and nothing is left of it.
    calm = true;
    for (let index = 0; index < NODES; index++) {
      if ((await org.state(key(index))) === "processing") await org.cancel(key(index));
    }
    for (let index = 0; index < NODES; index++) await org.delete(key(index), { dependents: "cascade" });
    await world.workTogether(5);
    const keys = Array.from({ length: NODES }, (_, index) => key(index));
    expect(await org.standings(...keys)).toEqual(keys.map(() => "gone"));
    expect([...objects.keys()]).toEqual([]);
    const ofThis = `organization_id = '${org.id}'`;
    expect(await world.count("edges", ofThis)).toBe(0);
    expect(await world.count("events", `${ofThis} AND settled_at IS NULL`)).toBe(0);
    expect(await world.count("dead_letters", ofThis)).toBe(0);
    expect(await world.count("resource_logs", ofThis)).toBe(0);
  });
});

function nameOf(index: number): string {
  return key(index).slice("test/open/".length);
}
