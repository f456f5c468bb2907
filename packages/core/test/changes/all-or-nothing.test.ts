import { changeInputSchema } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { planChange } from "../../src/changes/index.ts";
import { Changes } from "../support/changes.ts";
import { cutOff } from "../support/cut-off.ts";
import { deadlocks } from "../support/locks.ts";
import { random } from "../support/random.ts";
import { createWorld, type World } from "../support/world.ts";

let world: World;
let changes: Changes;

beforeAll(async () => {
  world = await createWorld();
});
beforeEach(() => {
  world.provider.reset();
  world.moveOn();
  changes = new Changes(world);
});
afterAll(() => world.close());

const settings = (name: string, data: object) => ({ provider: "pragma", resource: "config", name, config: { data } });
const keyOf = (name: string): string => `pragma/config/${name}`;

/** Everything of the organization that an apply writes, by table. */
async function written(): Promise<object> {
  const counts: Record<string, number> = {};
  const own = `organization_id = '${world.org.id}'`;
  const tables = ["resources", "edges", "events", "resource_changes", "audit_entries", "changes", "change_actions"];
  for (const table of tables) counts[table] = await world.count(table, own);
  const { rows } = await world.pool.query<{ versions: string }>(
    `SELECT string_agg(key || version, ',' ORDER BY key) AS versions FROM resources WHERE ${own}`,
  );
  return { ...counts, versions: rows[0]?.versions };
}

describe("an apply of 500 that is cut off", () => {
  it("at any of its statements leaves nothing, and is done whole when it is asked again", async () => {
    const kept = Array.from({ length: 100 }, (_, index) => settings(`kept-${index}`, { at: 1 }));
    const gone = Array.from({ length: 50 }, (_, index) => settings(`gone-${index}`, {}));
    await changes.finish((await changes.applyNow({ documents: [...kept, ...gone] })).id);
    const request = changeInputSchema.parse({
      documents: [
        ...Array.from({ length: 350 }, (_, index) =>
          settings(`new-${index}`, { x: index === 0 ? 0 : `\${${keyOf(`new-${index - 1}`)}.outputs.x}` }),
        ),
        ...kept.map(({ name }) => settings(name, { at: 2 })),
      ],
      delete: gone.map(({ name }) => ({ resource: keyOf(name) })),
      apply: true,
    });
    const before = await written();
    let statements: string[] = [];
    for (let at = 0; ; at++) {
      const cut = cutOff(world, at);
      const outcome = await planChange(cut.core, world.org.context, request).catch((error: unknown) => error);
      if (!(outcome instanceof Error)) {
        ({ statements } = cut);
        break;
      }
      expect(await written(), `after ${cut.statements.at(-1)}`).toEqual(before);
    }
    expect(statements).toContain("save_resources");
    expect(statements).toContain("insert_change_actions");
    expect(await world.count("resources", `organization_id = '${world.org.id}'`)).toBe(500);
    expect(await world.count("change_actions", `organization_id = '${world.org.id}' AND state = 'open'`)).toBe(500);
  });
});

describe("changes that overlap", () => {
  it("each end applied, stale or busy, and never wait for each other in a circle", async () => {
    const names = Array.from({ length: 12 }, (_, index) => `r${index}`);
    await changes.finish((await changes.applyNow({ documents: names.map((name) => settings(name, {})) })).id);
    const before = await deadlocks(world);
    const client = async (seed: number): Promise<string[]> => {
      const dice = random(seed);
      const outcomes: string[] = [];
      for (let round = 0; round < 6; round++) {
        const some = names.filter(() => dice() < 0.5);
        const rest = names.filter((name) => !some.includes(name) && dice() < 0.2);
        const documents = some.map((name, index) =>
          settings(name, {
            n: dice(),
            ...(dice() < 0.5 && index > 0 ? { of: `\${${keyOf(some[index - 1] as string)}.outputs.n}` } : {}),
          }),
        );
        const deletions = rest.map((name) => ({ resource: keyOf(name), dependents: "detach" }));
        try {
          const plan = await changes.plan({ documents, delete: deletions });
          const change = await changes.apply(plan.id);
          outcomes.push(change.status);
        } catch (error) {
          outcomes.push((error as { code?: string }).code ?? String(error));
        }
      }
      return outcomes;
    };
    const working = world.workTogether(2, () => false);
    const all = (await Promise.all(Array.from({ length: 10 }, (_, seed) => client(seed + 1)))).flat();
    await working;
    await world.work();
    const known = [
      "applying",
      "succeeded",
      "failed",
      "stale_plan",
      "change_in_flight",
      "refused_plan",
      "validation_failed",
    ];
    expect(all.filter((outcome) => !known.includes(outcome))).toEqual([]);
    expect(all).toContain("applying");
    expect(await deadlocks(world)).toBe(before);
  });
});
