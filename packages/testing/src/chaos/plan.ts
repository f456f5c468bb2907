import type { JsonObject } from "@pragma/contract";
import type { ChangeOperation } from "./change-operation.ts";
import { makeConfig } from "./make-config.ts";
import { makeHandling } from "./make-handling.ts";
import type { Apply, Operation } from "./operation.ts";
import { splitKey } from "./operation.ts";
import { type ChangeMemory, emptyChangeMemory, nextChange, rememberChange } from "./plan-change.ts";
import type { Random } from "./random.ts";
import type { Kind, Slot, Universe } from "./universe.ts";

/** Memory that a client has of earlier answers. */
export interface Memory {
  /** The last tag of each resource that was read or written. */
  readonly etags: Map<string, string>;
  /** The last config applied to each. */
  readonly configs: Map<string, JsonObject>;
  /** The config of each as it was read, if nothing of that is masked. */
  readonly seen: Map<string, JsonObject>;
  /** Dead letters that a list showed. */
  deadLetters: string[];
  /** Resources of which a list showed that something was found. */
  drifted: string[];
  /** The last apply with a key, which may be sent again. */
  lastKeyed: Apply | null;
  readonly changes: ChangeMemory;
}

export function emptyMemory(): Memory {
  return {
    etags: new Map(),
    configs: new Map(),
    seen: new Map(),
    deadLetters: [],
    drifted: [],
    lastKeyed: null,
    changes: emptyChangeMemory(),
  };
}

type Move =
  | "apply"
  | "draft"
  | "same"
  | "repeat"
  | "metadata"
  | "handle"
  | "decide"
  | "delete"
  | "cascade"
  | "detach"
  | "orphan"
  | "cancel"
  | "discard"
  | "get"
  | "look"
  | "discover"
  | "dead-letters"
  | "retry"
  | "retry-all"
  | "hurry"
  | "change"
  | "upload"
  | "download";

/** Relative frequency of each. */
const WEIGHTS: Readonly<Record<Move, number>> = {
  apply: 34,
  draft: 5,
  same: 4,
  repeat: 2,
  metadata: 4,
  handle: 16,
  decide: 8,
  delete: 6,
  cascade: 4,
  detach: 4,
  orphan: 1,
  cancel: 8,
  discard: 3,
  get: 10,
  look: 4,
  discover: 4,
  "dead-letters": 2,
  retry: 3,
  hurry: 2,
  change: 45,
  "retry-all": 0.3,
  upload: 2,
  download: 1,
};

/** What somebody does who looks after what others have declared. */
const OF_STEWARD: Readonly<Partial<Record<Move, number>>> = { handle: 30, decide: 40, get: 30, apply: 10, change: 8 };

/** What somebody does who brings in volumes that are there, and has others made anew. */
const OF_COLLECTOR: Readonly<Partial<Record<Move, number>>> = { discover: 25, change: 70, apply: 5, get: 5, retry: 5 };

/** What a client is there for; most do everything. */
export type Role = "steward" | "collector";

const OF_ROLE = { steward: OF_STEWARD, collector: OF_COLLECTOR } as const;

/** The share of operations that concern a sub-resource. */
const WITH_A_PART = 0.05;

/**
 * The next operation of a client. It depends on the generator and on earlier answers to the client.
 * @param client its name, for the names that only it writes
 * @param role a steward looks after what others have declared, and can be looked at; a collector after volumes
 */
export function nextOperation(
  random: Random,
  universe: Universe,
  client: string,
  memory: Memory,
  role?: Role,
): Operation {
  if (universe.parts.length > 0 && random.chance(WITH_A_PART)) return interfere(random, universe);
  const slot = pickSlot(random, universe, client, role);
  const { key } = slot;
  const move = random.weighted<Move>(role === undefined ? WEIGHTS : OF_ROLE[role]);
  switch (move) {
    case "apply":
    case "draft":
      return apply(random, universe, slot, memory, move === "draft" ? "draft" : "pending");
    case "same": {
      const config = memory.configs.get(key);
      return config ? { kind: "apply", key, state: "pending", config } : { kind: "get", key };
    }
    case "repeat":
      return memory.lastKeyed ?? { kind: "status", key };
    case "metadata":
      return metadata(random, universe, slot, memory);
    case "handle":
      return handle(random, universe, slot, memory);
    case "decide":
      return decide(random, universe, memory);
    case "delete":
      return { kind: "delete", key, ...maybe(random, 0.2, memory.etags.get(key), "ifMatch") };
    case "cascade":
    case "detach":
      return { kind: "delete", key, dependents: move };
    case "orphan":
      return { kind: "delete", key, orphan: true, ...(random.chance(0.3) && { dependents: "detach" }) };
    case "cancel":
    case "discard":
    case "hurry":
      return { kind: move, key };
    case "change":
      return nextChange(random, universe, memory.changes, { etags: memory.etags, isCollector: role === "collector" });
    case "get":
      return { kind: "get", key, ...maybe(random, 0.3, memory.etags.get(key), "ifNoneMatch") };
    case "look":
      return look(random, key);
    case "discover":
      return { kind: move, space: universe.space };
    case "dead-letters":
    case "retry-all":
      return { kind: move };
    case "retry":
      return memory.deadLetters.length === 0
        ? { kind: "dead-letters" }
        : { kind: "retry", eventId: random.pick(memory.deadLetters) };
    case "upload":
    case "download":
      return file(random, universe, move);
  }
}

const KINDS_OF_ROLE: Readonly<Record<Role, readonly Kind[]>> = {
  steward: ["object", "assembly", "volume"],
  collector: ["volume"],
};

function pickSlot(random: Random, { slots }: Universe, client: string, role?: Role): Slot {
  const shared = slots.filter(({ writer }) => writer === undefined || writer === client);
  const ofRole = shared.filter(({ kind }) => role !== undefined && KINDS_OF_ROLE[role].includes(kind));
  return random.pick(ofRole.length > 0 ? ofRole : shared);
}

/** Chooses an operation of a client on a resource that a handler applied. */
function interfere(random: Random, { parts }: Universe): Operation {
  const { key } = random.pick(parts);
  const move = random.weighted({ get: 3, cancel: 3, delete: 2, cascade: 1, detach: 1 });
  if (move === "get" || move === "cancel") return { kind: move, key };
  return move === "delete" ? { kind: "delete", key } : { kind: "delete", key, dependents: move };
}

function apply(random: Random, universe: Universe, slot: Slot, memory: Memory, state: "pending" | "draft"): Apply {
  return {
    ...{ kind: "apply", key: slot.key, state, config: makeConfig(random, universe, slot) },
    ...maybe(random, 0.1, memory.etags.get(slot.key), "ifMatch"),
    ...(random.chance(0.05) && { createOnly: true }),
    ...(random.chance(0.08) && { idempotencyKey: `key-${random.below(2 ** 31)}` }),
    ...(random.chance(0.05) && { dependsOn: lower(random, universe, slot, 1) }),
  };
}

/** Saves tags, protection or owners with the config that the client applied last. */
function metadata(random: Random, universe: Universe, slot: Slot, memory: Memory): Operation {
  const { key } = slot;
  const config = memory.configs.get(key) ?? makeConfig(random, universe, slot);
  const base = { kind: "apply", key, state: "draft", config } as const;
  switch (random.weighted({ tags: 3, protected: 1, unprotected: 2, owners: 1, none: 1 })) {
    case "tags":
      return { ...base, tags: random.sample(["red", "green", "blue"], 2) };
    case "protected":
      return { ...base, protected: true };
    case "unprotected":
      return { ...base, protected: false };
    case "owners":
      return { ...base, owners: lower(random, universe, slot, 1) };
    case "none":
      return { ...base, owners: [] };
  }
}

/** Changes how a name is handled, with the config that the client has read, or applied last. */
function handle(random: Random, universe: Universe, slot: Slot, memory: Memory): Operation {
  const config = memory.seen.get(slot.key) ?? memory.configs.get(slot.key) ?? makeConfig(random, universe, slot);
  const state = random.chance(0.7) ? "pending" : "draft";
  return { kind: "apply", key: slot.key, state, config, handling: makeHandling(random, slot) };
}

/** Decides what a check found, as far as a list showed it. */
function decide(random: Random, { slots }: Universe, memory: Memory): Operation {
  const own = new Set(slots.filter(({ writer }) => writer !== undefined).map(({ key }) => key));
  const drifted = memory.drifted.filter((key) => !own.has(key));
  if (drifted.length === 0) return { kind: "drifted", word: random.chance(0.7) ? "drifted" : "missing" };
  const chosen = random.sample(drifted, random.between(1, 2));
  const drift = chosen.map((key) => ({ key, choice: random.chance(0.5) ? ("revert" as const) : ("accept" as const) }));
  return { kind: "change", documents: [], drift, apply: random.chance(0.8) };
}

function lower(random: Random, { slots }: Universe, slot: Slot, count: number): string[] {
  const below = slots.filter(({ rank, writer }) => rank < slot.rank && writer === undefined);
  return random.sample(below, count).map(({ key }) => key);
}

function look(random: Random, key: string): Operation {
  const kind = random.pick(["status", "history", "list", "graph"] as const);
  return kind === "list" || kind === "graph" ? { kind } : { kind, key };
}

function file(random: Random, { slots }: Universe, kind: "upload" | "download"): Operation {
  const files = slots.filter((slot) => slot.kind === "file");
  if (files.length === 0) return { kind: "list" };
  const [, , name] = splitKey(random.pick(files).key);
  return kind === "upload" ? { kind, name, text: `bytes ${random.below(1_000_000)}` } : { kind, name };
}

function maybe<Name extends string>(
  random: Random,
  probability: number,
  value: string | undefined,
  name: Name,
): { [key in Name]?: string } {
  return value !== undefined && random.chance(probability) ? ({ [name]: value } as { [key in Name]: string }) : {};
}

/** Remembers an answer. */
export function remember(
  memory: Memory,
  operation: Operation,
  { status, etag, answer }: { status: number | null; etag: string | null; answer: unknown },
): void {
  if (operation.kind === "dead-letters" && Array.isArray(answer)) {
    memory.deadLetters = answer.slice(0, 20).map((letter) => String((letter as { event_id?: unknown }).event_id));
  }
  if (operation.kind === "drifted" && Array.isArray(answer)) memory.drifted = answer.slice(0, 20).map(friendlyIdOf);
  if (operation.kind === "discover" && status === 200) memory.changes.found = strangersOf(answer);
  if (operation.kind === "change" && operation.drift) memory.drifted = [];
  if (isChange(operation)) rememberChange(memory.changes, operation, { status, answer });
  if (!("key" in operation)) return;
  if (operation.kind === "get" && status === 200) see(memory, operation.key, answer);
  if (etag !== null) memory.etags.set(operation.key, etag);
  if (operation.kind !== "apply") return;
  if (operation.idempotencyKey !== undefined) memory.lastKeyed = operation;
  if (status === 200) memory.configs.set(operation.key, operation.config);
}

/** What is shown in place of a secret. */
const MASK = "********";

function see({ seen }: Memory, key: string, answer: unknown): void {
  const config = (answer as { config: JsonObject } | null)?.config;
  if (config === undefined || JSON.stringify(config).includes(MASK)) seen.delete(key);
  else seen.set(key, config);
}

/** Titles of those that nobody manages. */
function strangersOf(answer: unknown): string[] {
  const { items = [] } = (answer ?? {}) as { items?: readonly { identity: string; managed_by: unknown }[] };
  return items.filter(({ managed_by }) => managed_by === null).map(({ identity }) => identity);
}

function friendlyIdOf(answer: unknown): string {
  const { provider, resource, name } = answer as Record<string, unknown>;
  return `${provider}/${resource}/${name}`;
}

function isChange(operation: Operation): operation is ChangeOperation {
  return operation.kind === "change" || operation.kind.startsWith("change-");
}
