import { randomUUID } from "node:crypto";
import type { Change } from "@pragma/contract";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { applyChange, discardChange, revertChange } from "../../src/changes/index.ts";
import { withIdempotency } from "../../src/foundation/idempotency/index.ts";
import type { Core } from "../../src/foundation/unit-of-work/core.ts";
import { Changes } from "../support/changes.ts";
import { interrupted } from "../support/interrupted.ts";
import { rounds } from "../support/rounds.ts";
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

const ROUNDS = rounds(8);

const settings = (name: string, data: object = {}) => ({
  provider: "pragma",
  resource: "config",
  name,
  config: { data },
});

type Step = (core: Core) => Promise<{ body: string }>;

/** Results of steps taken at the same moment: the status, or the code of the error. */
async function together(...steps: Step[]): Promise<string[]> {
  const ends = await Promise.allSettled(steps.map((step) => step(world.core)));
  return ends.map((end) =>
    end.status === "fulfilled"
      ? (JSON.parse(end.value.body) as Change).status
      : (end.reason.code ?? String(end.reason)),
  );
}

const apply =
  (id: string): Step =>
  (core) =>
    applyChange(core, world.org.context, id);
const discard =
  (id: string): Step =>
  (core) =>
    discardChange(core, world.org.context, id);
const revert =
  (id: string): Step =>
  (core) =>
    revertChange(core, world.org.context, id, {});

/** The same with an Idempotency-Key of its own: inside a transaction. */
const keyed =
  (step: Step): Step =>
  async (core) => {
    const request = { key: randomUUID(), method: "POST", path: "/", fingerprint: "f" };
    const { body } = await withIdempotency(core, world.org.context, request, async (bound) => {
      return { status: 200, headers: {}, body: (await step(bound)).body };
    });
    return { body: body as string };
  };

describe("steps at the same moment", () => {
  it("two applies of one plan write it once", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { id } = await changes.plan({ documents: [settings(`twice-${round}`)] });
      const steps = [apply(id), apply(id), keyed(apply(id)), keyed(apply(id))];
      expect(await together(...steps)).toEqual(["applying", "applying", "applying", "applying"]);
      expect(await changes.finish(id)).toMatchObject({ status: "succeeded" });
      expect(await world.count("audit_entries", `action = 'change.apply' AND target = '${id}'`)).toBe(1);
    }
  });

  it("an apply and a discard: one of them counts, and nothing is half done", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const { id } = await changes.plan({ documents: [settings(`either-${round}`)] });
      const as = round % 2 === 0 ? keyed : (step: Step) => step;
      const ends = await together(as(apply(id)), as(discard(id)));
      const applied = ends[0] === "applying";
      expect(ends).toEqual(applied ? ["applying", "conflict"] : ["conflict", "discarded"]);
      expect(await world.count("resources", `name = 'either-${round}'`)).toBe(applied ? 1 : 0);
      if (applied) await changes.finish(id);
    }
  });

  it("two reverts of one change are two plans, of which one can be applied", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const documents = [settings(`back-${round}`, { x: 1 })];
      await changes.finish((await changes.applyNow({ documents })).id);
      const { id } = await changes.applyNow({
        documents: [settings(`back-${round}`, { x: 2 }), settings(`new-${round}`)],
      });
      await changes.finish(id);
      expect(await together(revert(id), revert(id))).toEqual(["planned", "planned"]);
      const { rows } = await world.pool.query("SELECT id FROM changes WHERE reverts = $1", [id]);
      const plans = rows.map((row: { id: string }) => row.id);
      const ends = await together(...plans.map((plan: string) => apply(plan)));
      expect(ends.sort()).toEqual(["applying", "stale_plan"]);
      const applied =
        plans[
          (await Promise.all(plans.map((plan: string) => changes.get(plan)))).findIndex(
            ({ status }) => status === "applying",
          )
        ];
      await changes.finish(applied as string);
      expect(await changes.get(id)).toMatchObject({ reverted_by: applied });
    }
  });

  it("a revert while its change is applied, or changed again, undoes nothing that it was not told", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      await changes.finish((await changes.applyNow({ documents: [settings(`seen-${round}`, { x: 1 })] })).id);
      const { id } = await changes.plan({ documents: [settings(`seen-${round}`, { x: 2 })] });
      const ends = await together(apply(id), revert(id));
      expect(ends).toEqual(["applying", "conflict"]);
      await changes.finish(id);
      const undo = await changes.revert(id);
      const other = await changes.plan({ documents: [settings(`seen-${round}`, { x: 3 })] });
      const second = await together(apply(undo.id), apply(other.id));
      expect(second.sort()).toEqual(["applying", "stale_plan"]);
      await changes.finish((await changes.get(undo.id)).status === "applying" ? undo.id : other.id);
    }
  });

  it("two sets that claim one resource: the second is stale, and names it", async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const plans = await Promise.all(
        ["red", "blue"].map((set) => changes.plan({ documents: [settings(`claimed-${round}`)], set })),
      );
      const ends = await together(...plans.map(({ id }) => apply(id)));
      expect(ends.sort()).toEqual(["applying", "stale_plan"]);
      await world.work();
    }
  });
});

describe("a plan is applied in the transaction of its caller, where it found something unchanged", () => {
  const of = (name: string, a = 0) => [settings(`${name}-stays`), settings(name, { a })];
  const planned = async (name: string) => {
    await changes.finish((await changes.applyNow({ documents: of(name) })).id);
    return changes.plan({ documents: of(name, 1) });
  };

  it("and decided again there, if that was written to and says the same", async () => {
    const { id } = await planned("tagged");
    await world.org.apply("pragma/config/tagged-stays", { data: {} }, { tags: ["new"] });
    expect(await together(keyed(apply(id)))).toEqual(["applying"]);
    expect(await changes.finish(id)).toMatchObject({ status: "succeeded", counts: { update: 1, unchanged: 1 } });
  });

  it("and is stale, if anything else has moved", async () => {
    const { id } = await planned("moved");
    await world.org.apply("pragma/config/moved", { data: { a: 2 } });
    await world.work();
    expect(await together(keyed(apply(id)))).toEqual(["stale_plan"]);
    expect(await changes.get(id)).toMatchObject({ status: "stale" });
  });
});

describe("what is created while it was found absent", () => {
  const late = settings("late", { a: "${pragma/config/base.outputs.a}" });
  const base = (a: number) => settings("base", { a });

  const reached = [
    ["all that it depends on is deleted", /^edges_to$/, { set: "s", prune: true, dependents: "cascade" }],
    ["it is to lose what it depends on", /^edges_to$/, { set: "s", prune: true, dependents: "detach" }],
    ["it follows a document", /^affected_edges$/, { documents: [settings("other"), base(2)] }],
  ] as const;
  const named = ["pragma/config/late", "resource:pragma_config_late"];

  it.each(reached.flatMap(([...row]) => named.map((resource) => [...row, resource] as const)))(
    "is decided again if %s",
    async (_, statement, more, resource) => {
      await changes.finish((await changes.applyNow({ documents: [base(1)], set: "s" })).id);
      const core = interrupted(world.core, statement, async () => {
        await changes.finish((await changes.applyNow({ documents: [late] })).id);
      });
      const remove = { documents: [settings("other")], delete: [{ resource }], ...more };
      const { id, counts } = await changes.on(core).applyNow(remove);
      expect(counts).toMatchObject({ create: 1, delete: "prune" in more ? 2 : 1, follow: 0 });
      expect(await changes.finish(id)).toMatchObject({ status: "succeeded" });
    },
  );
});
