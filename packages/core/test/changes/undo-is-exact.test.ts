import { type Change, type ResourceRef, resourceKey } from "@pragma/contract";
import { readResources } from "@pragma/db/queries";
import { revealJson } from "@pragma/language";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DomainError } from "../../src/foundation/common/errors.ts";
import { Changes } from "../support/changes.ts";
import { random } from "../support/random.ts";
import { fail } from "../support/script.ts";
import { createWorld, type World } from "../support/world.ts";

/** Set PRAGMA_UNDONE for more: each is one world, a change over it, and its undo. */
const WORLDS = Number(process.env["PRAGMA_UNDONE"] ?? 25);
const FIRST = Number(process.env["PRAGMA_UNDONE_FROM"] ?? 3000);
const NAMES = ["a", "b", "c", "d", "e", "f"] as const;
const SETS = ["one", "two"];

let world: World;

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 1 });
});
afterAll(() => world.close());

type Dice = () => number;
type Name = (typeof NAMES)[number];
const pick = <Item>(dice: Dice, items: readonly Item[]): Item => items[Math.floor(dice() * items.length)] as Item;
const chance = (dice: Dice, part: number): boolean => dice() < part;

const identityOf = (name: Name) => ({ provider: "test", resource: name === "b" ? "item" : "open", name });
const keyOf = (name: Name): string => Object.values(identityOf(name)).join("/");

function configOf(dice: Dice, name: Name, earlier: readonly Name[]): object {
  const [from] = chance(dice, 0.5) && earlier.length > 0 ? [pick(dice, earlier)] : [];
  const value = from ? `\${${keyOf(from)}.outputs.${from === "b" ? "value" : "v"}}` : Math.floor(dice() * 4);
  if (name !== "b") return { v: value };
  return { value, ...(chance(dice, 0.5) ? { secret: pick(dice, ["first-secret", "second-secret"]) } : {}) };
}

/** Each of what an apply may say, or nothing of it. */
function documentOf(dice: Dice, name: Name, asDraft: number): object {
  const earlier = NAMES.slice(0, NAMES.indexOf(name));
  const others = earlier.filter(() => chance(dice, 0.25));
  const [owner] = chance(dice, 0.1) && earlier.length > 0 ? [identityOf(pick(dice, earlier))] : [];
  return {
    ...identityOf(name),
    config: configOf(dice, name, earlier),
    ...(chance(dice, 0.5) ? { depends_on: others.map(keyOf) } : {}),
    ...(chance(dice, 0.3) ? { tags: chance(dice, 0.2) ? null : [pick(dice, ["x", "y"])] } : {}),
    ...(chance(dice, 0.2) ? { owner_references: owner ? [owner] : [] } : {}),
    ...(chance(dice, 0.15) ? { deletion_protected: chance(dice, 0.3) } : {}),
    lifecycle_state: chance(dice, asDraft) ? "draft" : "pending",
  };
}

function requestOf(dice: Dice, { share, asDraft, deletes }: { share: number; asDraft: number; deletes: number }) {
  const named = NAMES.filter(() => chance(dice, share));
  const rest = NAMES.filter((name) => !named.includes(name) && chance(dice, deletes));
  return {
    documents: named.map((name) => documentOf(dice, name, asDraft)),
    delete: rest.map((name) => ({ resource: keyOf(name), dependents: pick(dice, ["cascade", "detach"]) })),
    ...(chance(dice, 0.5) ? { set: pick(dice, SETS), take_over: chance(dice, 0.7) } : {}),
  };
}

/** The compared facts of a resource, secrets opened. */
interface Standing {
  state: string;
  /** As it was written: what is wanted, and what ran below a draft. */
  wanted: unknown;
  below: unknown;
  /** The config that the provider has. */
  real: unknown;
  explicit: unknown;
  dependencies: unknown;
  belowDependencies: unknown;
  metadata: unknown;
}

async function standings(): Promise<Map<string, Standing>> {
  const box = world.core.services.keyring.box(world.org.id);
  const read = (text: string | null) => (text === null ? null : revealJson(JSON.parse(text), box));
  const rows = await readResources(world.core.db.tenant(world.org.id), NAMES.map(keyOf));
  return new Map(
    rows.map((row) => {
      const dependencies = JSON.parse(row.dependencies) as unknown[];
      const kept = row.returns_to === null ? null : JSON.parse(row.returns_to);
      const isDraft = row.lifecycle_state === "draft";
      const standing: Standing = {
        state: row.lifecycle_state,
        wanted: read(row.config),
        below: isDraft ? read(row.succeeded_config) : null,
        real: read(row.applied_config),
        explicit: dependencies.slice(0, row.explicit_dependencies),
        dependencies,
        belowDependencies: isDraft && kept ? [kept.dependencies, kept.explicit_dependencies] : null,
        metadata: [row.has_tags ? row.tags : null, row.owner_references, row.deletion_protected, row.set],
      };
      return [row.key, standing];
    }),
  );
}

/**
 * Keys of drafts whose inputs may have changed since what runs below them ran, and of all that uses their values: what ran is
 * brought back with the values of today, as it is when such a draft is discarded.
 */
function ofAnotherDay(before: ReadonlyMap<string, Standing>): Set<string> {
  const found = new Set<string>();
  for (const key of NAMES.map(keyOf)) {
    const { below, dependencies = [] } = before.get(key) ?? {};
    const uses = (dependencies as ResourceRef[]).map(resourceKey).some((used) => found.has(used));
    if (uses || JSON.stringify(below ?? null).includes("${")) found.add(key);
  }
  return found;
}

const keyOfId = (id: string): string => NAMES.map(keyOf).find((key) => id.endsWith(key.replaceAll("/", "_"))) ?? id;

const keyed = ({ actions }: Change) =>
  new Map(actions.map((action) => [Object.values(action.resource).slice(1).join("/"), action]));

/** Undefined if nothing of it could be applied. */
async function applied(changes: Changes, request: object): Promise<Change | undefined> {
  try {
    return await changes.finish((await changes.applyNow(request)).id);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
}

/** The first of some that could be. */
async function appliedOf(changes: Changes, next: () => object): Promise<Change | undefined> {
  for (let tries = 0; tries < 8; tries++) {
    const change = await applied(changes, next());
    if (change) return change;
  }
  return undefined;
}

/** The revert of a change, forced where it is refused otherwise; and what it does not promise to bring back. */
async function revertOf(changes: Changes, id: string): Promise<{ plan: Change; named: Set<string> }> {
  const named = new Set<string>();
  const note = (plan: Change): void => {
    for (const [key, { action, issues, warnings }] of keyed(plan)) {
      const restored = warnings.filter((text) => !/^(Created anew|What ran is applied|The draft goes)/.test(text));
      if (action === "refuse") expect(issues.length, `${key} is refused without a word`).toBeGreaterThan(0);
      if (action === "refuse" || restored.length > 0) named.add(key);
    }
  };
  const plan = await changes.revert(id);
  note(plan);
  if (plan.counts.refuse === 0) return { plan, named };
  const forced = await changes.revert(id, { force: true });
  note(forced);
  return { plan: forced, named };
}

const told = { exact: 0, named: 0, refused: 0, waiting: 0, empty: 0 };

it.each(Array.from({ length: WORLDS }, (_, index) => FIRST + index))(
  "a change that is undone leaves the world as before, or the undo names what it does not: world %i",
  async (seed) => {
    const dice = random(seed);
    world.provider.reset();
    world.moveOn();
    const changes = new Changes(world);
    await appliedOf(changes, () => requestOf(dice, { share: 0.9, asDraft: 0.15, deletes: 0 }));
    for (let index = 0; index < 2; index++) {
      await applied(changes, requestOf(dice, { share: 0.35, asDraft: 0.8, deletes: 0 }));
    }
    const before = await standings();
    for (const name of NAMES) if (chance(dice, 0.08)) world.provider.answer(keyOf(name), fail());
    const change = await appliedOf(changes, () => requestOf(dice, { share: 0.45, asDraft: 0.3, deletes: 0.2 }));
    world.provider.reset();
    if (!change || change.status === "applying") {
      told[change ? "waiting" : "empty"]++;
      return;
    }
    const { plan, named } = await revertOf(changes, change.id);
    const middle = await standings();
    if (plan.counts.refuse > 0 || plan.busy.length > 0) {
      await expect(changes.apply(plan.id)).rejects.toThrow();
      expect(await standings()).toEqual(middle);
      told.refused++;
      return;
    }
    await changes.apply(plan.id);
    const undo = await changes.finish(plan.id);
    for (const { resource } of undo.blocked) named.add(keyOfId(resource));
    const after = await standings();
    // Untouched resources count, too: each follows what was, unless that is not as before.
    const compared = named.size > 0 ? [...keyed(change).keys()].filter((key) => !named.has(key)) : NAMES.map(keyOf);
    const outdated = ofAnotherDay(before);
    for (const key of compared) {
      const left: Partial<Standing> = outdated.has(key) ? { real: "" } : {};
      // Values and states may follow from what is named.
      if (named.size > 0) Object.assign(left, { real: "", state: "" });
      const [was, is] = [before.get(key), after.get(key)].map((standing) => standing && { ...standing, ...left });
      expect(is, key).toEqual(was);
    }
    told[named.size > 0 ? "named" : "exact"]++;
  },
);

it("is about undoing", () => {
  expect(told.exact, JSON.stringify(told)).toBeGreaterThan(WORLDS / 4);
});
