import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { Changes } from "../support/changes.ts";
import { random } from "../support/random.ts";
import { reject } from "../support/script.ts";
import { createWorld, type World } from "../support/world.ts";

/** Set PRAGMA_EDITS for more: random edits by others, 50 beside each plan of 2,000 documents. */
const EDITS = Number(process.env["PRAGMA_EDITS"] ?? 60);
const IS_LARGE = process.env["PRAGMA_EDITS"] !== undefined;
const [DOCUMENTS, PER_PLAN] = IS_LARGE ? [2000, 50] : [100, 15];
const SEED = Number(process.env["PRAGMA_EDITS_FROM"] ?? 11);

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

const key = (index: number): string => `test/open/n${index}`;
const CONFIG = { text: "1" };
const OWNER = { provider: "test", resource: "open", name: "n0" };
/** Every other document says what its tags are. */
const hasTags = (index: number): boolean => index % 2 === 0;

const documentOf = (index: number, config: object = CONFIG) => ({
  provider: "test",
  resource: "open",
  name: `n${index}`,
  config,
  ...(hasTags(index) ? { tags: ["t"] } : {}),
});

/** Edits by others, and whether a document that changed nothing then changes something. */
const FOREIGN: readonly { differs: (index: number) => boolean; edit: (index: number) => Promise<unknown> }[] = [
  { differs: hasTags, edit: (index) => world.org.apply(key(index), CONFIG, { tags: ["other"] }) },
  { differs: () => false, edit: (index) => world.org.apply(key(index), CONFIG, { deletion_protected: true }) },
  { differs: () => true, edit: (index) => world.org.apply(key(index), { text: "2" }) },
  {
    differs: () => false,
    edit: async (index) => {
      await world.org.apply(key(index), { text: "2" });
      await world.work();
      await world.org.apply(key(index), CONFIG);
    },
  },
  {
    differs: () => true,
    edit: (index) => world.org.delete(key(index)),
  },
  {
    // Another one of the same name, with the tags that its document asks for.
    differs: () => false,
    edit: async (index) => {
      await world.org.delete(key(index));
      await world.work();
      await world.org.apply(key(index), CONFIG, hasTags(index) ? { tags: ["t"] } : {});
    },
  },
  { differs: () => true, edit: (index) => world.org.draft(key(index), { text: "2" }) },
  {
    differs: () => true,
    edit: async (index) => {
      await world.org.apply(key(index), { text: "2" });
      await world.work();
      world.provider.answer(key(index), reject("no"));
      await world.org.apply(key(index), CONFIG);
    },
  },
  {
    differs: () => false,
    edit: async (index) => {
      const tags = hasTags(index) ? { tags: ["t"] } : {};
      await changes.applyNow({ documents: [{ ...documentOf(index), ...tags, deletion_protected: false }] });
    },
  },
  { differs: () => false, edit: (index) => world.org.apply(key(index), CONFIG, { owner_references: [OWNER] }) },
];

/** As every plan starts from. */
async function settleAll(): Promise<void> {
  const all = Array.from({ length: DOCUMENTS }, (_, index) => ({
    ...documentOf(index),
    owner_references: null,
    deletion_protected: null,
  }));
  const { id } = await changes.applyNow({ documents: all });
  expect((await changes.finish(id)).status).toBe("succeeded");
}

it(
  `makes a plan stale by what of ${EDITS} edits by others its documents would undo, and by nothing else`,
  async () => {
    const next = random(SEED);
    for (let done = 0; done < EDITS; done += PER_PLAN) {
      await settleAll();
      // The first one is what the plan is for; every third plan meets only edits that it does not mind.
      const documents = Array.from({ length: DOCUMENTS }, (_, index) =>
        documentOf(index, index === 0 ? { text: `${done}` } : CONFIG),
      );
      const plan = await changes.plan({ documents });
      expect(plan.counts).toMatchObject({ update: 1, unchanged: DOCUMENTS - 1 });
      const isHarmless = (done / PER_PLAN) % 3 === 2;
      const edited = new Set<number>();
      const stale: string[] = [];
      while (edited.size < PER_PLAN) {
        const index = 1 + Math.floor(next() * (DOCUMENTS - 1));
        const { differs, edit } = FOREIGN[Math.floor(next() * FOREIGN.length)] as (typeof FOREIGN)[number];
        if (edited.has(index) || (isHarmless && differs(index))) continue;
        edited.add(index);
        await edit(index);
        await world.work();
        if (differs(index)) stale.push(`resource:test_open_n${index}`);
      }
      const applied = await changes.apply(plan.id).catch((error: unknown) => error);
      if (stale.length === 0) expect(applied).toMatchObject({ status: "applying" });
      else expect(applied).toMatchObject({ code: "stale_plan" });
      const named = (applied as { facts?: { stale?: string[] } }).facts?.stale ?? [];
      expect([done, ...named.toSorted()]).toEqual([done, ...stale.sort()]);
      await world.work();
    }
  },
  IS_LARGE ? 3_600_000 : 60_000,
);
