import type { Change, ChangeAction } from "@pragma/contract";
import { afterAll, beforeAll, expect, it } from "vitest";
import { DomainError } from "../../src/foundation/common/errors.ts";
import { Changes } from "../support/changes.ts";
import { random } from "../support/random.ts";
import { createWorld, type World } from "../support/world.ts";

/** Set PRAGMA_PLANS for more: each is one graph with a few changes. */
const GRAPHS = Number(process.env["PRAGMA_PLANS"] ?? 25);
const FIRST = Number(process.env["PRAGMA_PLANS_FROM"] ?? 7000);
const CHANGES = 4;
const NAMES = ["a", "b", "c", "d", "e", "f", "g"];

let world: World;

beforeAll(async () => {
  world = await createWorld({ maxAttempts: 1 });
});
afterAll(() => world.close());

type Dice = () => number;
const pick = <Item>(dice: Dice, items: readonly Item[]): Item => items[Math.floor(dice() * items.length)] as Item;
const chance = (dice: Dice, part: number): boolean => dice() < part;

/** A name keeps its type, so that edits find each other. */
function identityOf(name: string): { provider: string; resource: string; name: string } {
  if (name === "a" || name === "b") return { provider: "pragma", resource: "config", name };
  if (name === "c") return { provider: "pragma", resource: "secret", name };
  return { provider: "test", resource: name === "d" ? "item" : "open", name };
}

const keyOf = (name: string): string => Object.values(identityOf(name)).join("/");

/** Mostly what other resources give; now and then what they do not. */
function referenceTo(dice: Dice, name: string): string {
  if (name === "a" || name === "b") return `\${${keyOf(name)}.outputs.${pick(dice, ["x", "y"])}}`;
  if (name === "c") return `\${${keyOf(name)}.outputs.${pick(dice, ["x", "keys"])}}`;
  if (name === "d") return `\${${keyOf(name)}.outputs.value}`;
  return `\${${keyOf(name)}.${pick(dice, ["outputs.x", "outputs.y", "config.x"])}}`;
}

function someValue(dice: Dice, name: string): unknown {
  const others = NAMES.slice(0, NAMES.indexOf(name));
  if (chance(dice, 0.05)) return referenceTo(dice, pick(dice, NAMES));
  if (others.length > 0 && chance(dice, 0.6)) {
    const reference = referenceTo(dice, pick(dice, others));
    return chance(dice, 0.2) ? `see ${reference}` : reference;
  }
  return Math.floor(dice() * 4);
}

function documentOf(dice: Dice, name: string): object {
  const values = { x: someValue(dice, name), y: someValue(dice, name) };
  const more = {
    ...(chance(dice, 0.15) ? { tags: [pick(dice, ["one", "two"])] } : {}),
    ...(chance(dice, 0.05) ? { deletion_protected: chance(dice, 0.5) } : {}),
    ...(chance(dice, 0.08) ? { lifecycle_state: "draft" } : {}),
  };
  if (name === "c")
    return { ...identityOf(name), config: { data: { x: `s${Math.floor(dice() * 3)}`, y: "t" } }, ...more };
  if (name === "a" || name === "b") return { ...identityOf(name), config: { data: values }, ...more };
  if (name !== "d") return { ...identityOf(name), config: values, ...more };
  const fixed = chance(dice, 0.3) ? { fixed: pick(dice, ["here", "there"]) } : {};
  return { ...identityOf(name), config: { value: values.x, ...fixed }, ...more };
}

function requestOf(dice: Dice): object {
  const named = NAMES.filter(() => chance(dice, 0.45));
  const rest = NAMES.filter((name) => !named.includes(name));
  const set = chance(dice, 0.3) ? { set: pick(dice, ["one", "two"]), take_over: chance(dice, 0.5) } : {};
  const prune = "set" in set && named.length > 0 && chance(dice, 0.5);
  return {
    documents: named.map((name) => documentOf(dice, name)),
    delete: rest
      .filter(() => chance(dice, 0.15))
      .map((name) => ({
        resource: keyOf(name),
        ...(chance(dice, 0.6) ? { dependents: pick(dice, ["cascade", "detach"]) } : {}),
      })),
    ...set,
    ...(prune ? { prune, dependents: pick(dice, ["cascade", "detach"]) } : {}),
  };
}

interface Row {
  key: string;
  version: string;
  config: string;
  resolved_config: string | null;
  lifecycle_state: string;
  tags: string[] | null;
  set: string | null;
}

async function rows(): Promise<Map<string, Row>> {
  const { rows: found } = await world.pool.query<Row>(
    `SELECT key, version::text, config::text, resolved_config::text, lifecycle_state, tags, set FROM resources WHERE organization_id = $1 ORDER BY key`,
    [world.org.id],
  );
  return new Map(found.map((row) => [row.key, row]));
}

interface Line {
  resource_key: string;
  event_type: string;
  to_state: string | null;
  changes: string;
}

async function historyOf(change: string): Promise<Line[]> {
  const { rows: found } = await world.pool.query<Line>(
    "SELECT resource_key, event_type, to_state, changes::text FROM resource_changes WHERE change_id = $1 ORDER BY id",
    [change],
  );
  return found;
}

const actionKey = ({ resource: { provider, resource, name } }: ChangeAction): string =>
  `${provider}/${resource}/${name}`;

/** Compares what a plan had said with what became of it. */
async function compare(plan: Change, before: ReadonlyMap<string, Row>): Promise<void> {
  const history = await historyOf(plan.id);
  const after = await rows();
  // A resource that is marked, and then found to use none of the changed values, was not changed.
  const events = history.filter(({ event_type }) => event_type !== "STALE" && event_type !== "UNCHANGED");
  const touched = new Set(events.map((line) => line.resource_key));
  const planned = new Map(plan.actions.map((action) => [actionKey(action), action]));
  for (const key of touched) expect(planned.has(key), `${key} was touched, and is not in the plan`).toBe(true);
  for (const [key, action] of planned) {
    const lines = history.filter((line) => line.resource_key === key);
    const isUnknown = action.changes.some(({ unknown }) => unknown !== undefined);
    // It joins what carries it out already.
    if (action.changes.length === 0 && before.get(key)?.lifecycle_state === "pending") continue;
    switch (action.action) {
      case "create":
        expect(before.has(key), `${key} was there`).toBe(false);
        expect(after.has(key), `${key} was not created`).toBe(true);
        expect(lines[0]).toMatchObject({ event_type: "CREATE", to_state: "pending" });
        break;
      case "update":
        expect(["UPDATE", "METADATA"], `${key} was not updated`).toContain(lines[0]?.event_type);
        // A draft is planned against what runs, while history says what an apply stored.
        if (action.because.kind !== "dependent" && before.get(key)?.lifecycle_state !== "draft")
          expect(withoutDependencies(shown(lines[0]))).toEqual(withoutDependencies(shownOf(action)));
        break;
      case "stage":
        expect(lines[0], `${key} was not staged`).toMatchObject({ to_state: "draft" });
        break;
      case "delete":
        expect(after.has(key) && after.get(key)?.lifecycle_state === "ready", `${key} was not deleted`).toBe(false);
        break;
      case "follow":
        if (!isUnknown) compareFollower(key, action, after, lines);
        break;
      default:
        throw new Error(`${action.action} was applied`);
    }
  }
}

interface ShownChange {
  path: string;
  before: unknown;
  after: unknown;
}

/** Beside a changed reference, a plan shows explicit ones alone; history has all of them. */
function withoutDependencies(changes: readonly ShownChange[]): readonly ShownChange[] {
  const others = changes.filter(({ path }) => path !== "dependencies");
  return others.some(({ path }) => path.startsWith("config")) ? others : changes;
}

function shown(line: Line | undefined): ShownChange[] {
  const changes = JSON.parse(line?.changes ?? "[]") as { path: string; before?: unknown; after?: unknown }[];
  return changes.map(({ path, before = null, after = null }) => ({ path, before, after }));
}

function shownOf({ changes }: ChangeAction): ShownChange[] {
  return changes.map(({ path, before, after }) => ({ path, before, after }));
}

/** With its values known, it was processed, with exactly these, or fails as it was said to. */
function compareFollower(
  key: string,
  action: ChangeAction,
  after: ReadonlyMap<string, Row>,
  lines: readonly Line[],
): void {
  const row = after.get(key);
  // The resource that it follows may itself wait, or have failed.
  const from = [...after.values()].find(
    ({ key: one }) => one.split("/").join("_") === action.because.from?.split(":")[1],
  );
  if (from?.lifecycle_state !== "ready") return;
  if (action.warnings.length > 0 || row?.lifecycle_state !== "ready") return;
  expect(
    lines.some(({ event_type }) => event_type === "UPDATE"),
    `${key} did not follow`,
  ).toBe(true);
  const resolved = JSON.parse(row.resolved_config ?? "{}") as never;
  for (const { path, after: value } of action.changes) {
    const found = path
      .replace("config.", "")
      .split(".")
      .reduce<unknown>((from, step) => (from as Record<string, unknown> | undefined)?.[step], resolved);
    if (value !== "********") expect(found, `${key} at ${path}`).toEqual(value);
  }
}

const REFUSALS = ["stale_plan", "refused_plan", "change_in_flight"];

it.each(Array.from({ length: GRAPHS }, (_, index) => FIRST + index))(
  "what is planned is what happens: graph %i",
  async (seed) => {
    const dice = random(seed);
    world.moveOn();
    const changes = new Changes(world);
    for (let index = 0; index < CHANGES; index++) {
      const before = await rows();
      const request = requestOf(dice);
      let plan: Change;
      try {
        plan = await changes.plan(request);
      } catch (error) {
        if (error instanceof DomainError && error.code === "validation_failed") continue;
        throw error;
      }
      const unchanged = await rows();
      expect([...unchanged.values()].map(({ version }) => version)).toEqual(
        [...before.values()].map(({ version }) => version),
      );
      if (plan.counts.refuse > 0 || plan.busy.length > 0) {
        await expect(changes.apply(plan.id)).rejects.toMatchObject({ code: expect.toBeOneOf(REFUSALS) });
        continue;
      }
      await changes.apply(plan.id);
      await changes.finish(plan.id);
      await compare(plan, before);
    }
  },
);
