import { setImmediate as nextTurn } from "node:timers/promises";
import type { Tenant } from "@pragma/db";
import {
  asGoing,
  findEdgesTo,
  findOwnersLeft,
  type GoingRow,
  type IncomingEdge,
  type IncomingEdges,
  lockGoing,
  lockResources,
  type ResourceRow,
} from "@pragma/db/queries";
import { inTurns, type Steps, stepwise } from "../../foundation/common/in-turns.ts";
import { topologicalSteps } from "../../foundation/graph/index.ts";

/** Everything that is deleted with the given resources. */
export interface DeletionSet {
  /**
   * The targets and what is deleted with them: cascaded dependents, and owned resources whose last owner is in the set.
   * Each member precedes its dependencies and owners, so a single target comes last.
   */
  members: ReadonlyMap<string, GoingRow>;
  /** The rows that were read whole: requested ones, outsiders and runners. */
  whole: ReadonlyMap<string, ResourceRow>;
  /** Dependents of members that are outside the set. */
  outsiders: ResourceRow[];
  /** Resources outside the set that run with members but no longer want them. They may depend on other members. */
  runners: ResourceRow[];
  /** The target that each member goes with, and why: null for the target itself. */
  roots: ReadonlyMap<string, MemberRoot>;
  /** The edges between all of them. */
  edges: readonly IncomingEdge[];
}

/** Why a member is deleted. */
export interface MemberRoot {
  target: string;
  because: { kind: "dependent" | "owner"; from: string } | null;
}

export interface DeletionScope {
  /** Transitive dependents are deleted too: of all targets, or of those with these keys. */
  cascade?: boolean | ReadonlySet<string>;
  /** Keys of the targets whose whole row is needed. */
  whole?: readonly string[];
}

/**
 * Computes what is deleted with resources, and locks it together with outside resources that depend on it or run with
 * it. The caller holds the lock of the graph.
 *
 * That lock keeps edges from being added, but an apply that drops one locks only its own row. So the result counts only
 * once all of its rows are locked; until then it is computed again. Rows locked late are out of order; if two deletions
 * block each other that way, Postgres aborts one, and it is repeated.
 *
 * Each step over a set of thousands takes milliseconds: other requests have their turn in between.
 *
 * @param targets their keys
 */
export async function lockDeletionSet(
  tenant: Tenant,
  targets: readonly string[],
  scope: DeletionScope = {},
): Promise<DeletionSet> {
  const rows = new KnownRows(tenant, { whole: lockResources, going: lockGoing });
  for (let drawn = await drawSet(tenant, targets, scope); ; ) {
    if (!(await rows.add(drawn))) {
      const set = await present(drawn, rows);
      await nextTurn();
      return set;
    }
    drawn = await drawSet(tenant, targets, scope, drawn);
  }
}

/** How many rows are read at once: small enough that others get their turn in between. */
const BATCH = 100;

function* inBatches(keys: readonly string[]): Generator<readonly string[]> {
  for (let start = 0; start < keys.length; start += BATCH) yield keys.slice(start, start + BATCH);
}

interface Reading {
  whole: (tenant: Tenant, keys: readonly string[]) => Promise<ResourceRow[]>;
  going: (tenant: Tenant, keys: readonly string[]) => Promise<GoingRow[]>;
}

/** The rows of deletion sets read so far: whole where more than membership matters. */
class KnownRows {
  readonly whole = new Map<string, ResourceRow>();
  readonly going = new Map<string, GoingRow>();
  readonly #asked = { whole: new Set<string>(), going: new Set<string>() };
  readonly #tenant: Tenant;
  readonly #reading: Reading;

  constructor(tenant: Tenant, reading: Reading) {
    this.#tenant = tenant;
    this.#reading = reading;
  }

  /** Reads the rows of a set that are not known yet. @returns whether there were any */
  async add({ whole, members, outsiders, runners }: DrawnSet): Promise<boolean> {
    const asked = this.#asked;
    const missing = [...new Set([...whole, ...outsiders, ...runners])].filter((key) => !asked.whole.has(key)).sort();
    for (const keys of inBatches(missing)) {
      for (const row of await this.#reading.whole(this.#tenant, keys)) {
        this.whole.set(row.key, row);
        this.going.set(row.key, asGoing(row));
      }
    }
    for (const key of missing) asked.whole.add(key);
    const light = [...members.keys()].filter((key) => !asked.whole.has(key) && !asked.going.has(key)).sort();
    for (const keys of inBatches(light)) {
      for (const row of await this.#reading.going(this.#tenant, keys)) this.going.set(row.key, row);
    }
    for (const key of light) asked.going.add(key);
    return missing.length + light.length > 0;
  }
}

/** A deletion set as keys. */
interface DrawnSet {
  whole: readonly string[];
  members: ReadonlyMap<string, MemberRoot>;
  outsiders: string[];
  runners: string[];
  edges: readonly IncomingEdge[];
}

/** A set as it was drawn from the stored graph, with what tells whether that is still the same. */
interface StoredSet extends DrawnSet {
  incoming: IncomingEdges;
  /** Resources of the set are owned by others. */
  isOwned: boolean;
}

/** The graph from which a deletion set is drawn: the stored one, or one with changes that are not written yet. */
export interface DeletionGraph {
  edges: readonly IncomingEdge[];
  /** The owners that would be left without this deletion. */
  owners: readonly { owned: string; owner: string }[];
}

/** @param before the set as it was drawn before: returned if it is still the same */
async function drawSet(
  tenant: Tenant,
  targets: readonly string[],
  { cascade = false, whole = [] }: DeletionScope,
  before?: StoredSet,
): Promise<StoredSet> {
  const incoming = await findEdgesTo(tenant, targets, before?.incoming);
  // Which owners stay is a matter of their rows.
  if (before && incoming === before.incoming && !before.isOwned) return before;
  const { edges } = incoming;
  const owned = new Set(edges.filter((edge) => edge.kind === "owner").map((edge) => edge.from_key));
  const owners = owned.size === 0 ? [] : await findOwnersLeft(tenant, [...owned]);
  await nextTurn();
  const drawn = await inTurns(drawSteps({ edges, owners }, targets, { cascade, whole }));
  return { ...drawn, incoming, isOwned: owned.size > 0 };
}

/** Which resources a deletion concerns, by key. */
export function* drawSteps(
  { edges, owners }: DeletionGraph,
  targets: readonly string[],
  { cascade = false, whole = [] }: DeletionScope,
): Steps<DrawnSet> {
  const members = yield* reach(targets, edges, { owners, cascade });
  const outside = { dependency: new Set<string>(), running: new Set<string>(), owner: new Set<string>() };
  yield* stepwise(edges, ({ kind, from_key, to_key }) => {
    if (members.has(to_key) && !members.has(from_key)) outside[kind].add(from_key);
  });
  return { whole, members, outsiders: [...outside.dependency].sort(), runners: [...outside.running].sort(), edges };
}

/** Finds the resources deleted with the targets. One with several owners goes only with the last of them. */
function* reach(
  targets: readonly string[],
  edges: readonly IncomingEdge[],
  { owners, cascade }: { owners: readonly { owned: string; owner: string }[]; cascade: boolean | ReadonlySet<string> },
): Steps<Map<string, MemberRoot>> {
  const ownersLeft = new Map(
    [...Map.groupBy(owners, ({ owned }) => owned)].map(([owned, all]) => [
      owned,
      new Set(all.map(({ owner }) => owner)),
    ]),
  );
  const cascades = (target: string): boolean => (typeof cascade === "boolean" ? cascade : cascade.has(target));
  const incoming = new Map<string, IncomingEdge[]>();
  yield* stepwise(edges, (edge) => addTo(incoming, edge.to_key, edge));
  const going = new Map<string, MemberRoot>();
  const queue: string[] = [];
  const add = (key: string, root: MemberRoot): void => {
    if (going.has(key)) return;
    going.set(key, root);
    queue.push(key);
  };
  const follow = (from: string): void => {
    const { target } = going.get(from) as MemberRoot;
    for (const { kind, from_key } of incoming.get(from) ?? []) {
      if (kind === "dependency" && cascades(target)) add(from_key, { target, because: { kind: "dependent", from } });
      if (kind !== "owner") continue;
      const left = ownersLeft.get(from_key);
      left?.delete(from);
      if (!left || left.size === 0) add(from_key, { target, because: { kind: "owner", from } });
    }
  };
  // Those that take their dependents along come first: whatever they reach goes with them.
  for (const isFirst of [true, false]) {
    for (const target of targets) if (cascades(target) === isFirst) add(target, { target, because: null });
    // The array grows during the loop.
    yield* stepwise(queue, follow);
    queue.length = 0;
  }
  return going;
}

function addTo<Item>(groups: Map<string, Item[]>, key: string, item: Item): void {
  const group = groups.get(key);
  if (group) group.push(item);
  else groups.set(key, [item]);
}

async function present(drawn: DrawnSet, { whole, going }: KnownRows): Promise<DeletionSet> {
  const { members, outsiders, runners, edges } = drawn;
  const existing = (keys: readonly string[]): ResourceRow[] => keys.flatMap((key) => whole.get(key) ?? []);
  return {
    members: await inTurns(orderSteps(members.keys(), going, edges)),
    whole,
    roots: members,
    edges,
    outsiders: existing(outsiders),
    runners: existing(runners),
  };
}

/**
 * The rows of members, each before its dependencies and owners.
 * @param rows those that exist
 */
export function* orderSteps(
  members: Iterable<string>,
  rows: ReadonlyMap<string, GoingRow>,
  edges: readonly IncomingEdge[],
): Steps<Map<string, GoingRow>> {
  const isMember = new Set(members);
  const outgoing = new Map<string, string[]>();
  // Running dependencies may form a cycle, so only the wanted edges determine the order.
  yield* stepwise(edges, ({ kind, from_key, to_key }) => {
    if (kind !== "running" && isMember.has(from_key)) addTo(outgoing, from_key, to_key);
  });
  const ordered = new Map<string, GoingRow>();
  yield* stepwise(yield* topologicalSteps(isMember, outgoing), (key) => {
    const row = rows.get(key);
    if (row) ordered.set(key, row);
  });
  return ordered;
}
