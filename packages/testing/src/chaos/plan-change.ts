import type { JsonObject } from "@pragma/contract";
import type { ChangeOperation, ChangeRequest, Document } from "./change-operation.ts";
import { makeConfig } from "./make-config.ts";
import { makeHandling } from "./make-handling.ts";
import { adopt, replace } from "./plan-volume.ts";
import type { Random } from "./random.ts";
import { kindOf, type Slot, sharedSlots, type Universe } from "./universe.ts";

/** Memory that a client has of its changes. */
export interface ChangeMemory {
  /** Ids of the last ones that it applied, or may have applied. */
  readonly applied: string[];
  /** Ids of plans that it has not applied. */
  readonly plans: string[];
  /** The documents of the last change that was accepted. */
  last: ChangeRequest | null;
  /** The last change that was accepted with a typo, which waits or fails, until it is corrected. */
  typo: ChangeRequest | null;
  /** The last config of each resource that was sent without a typo, and accepted. */
  readonly good: Map<string, JsonObject>;
  /** Titles of volumes that were there, and that nobody managed. */
  found: string[];
}

export function emptyChangeMemory(): ChangeMemory {
  return { applied: [], plans: [], last: null, typo: null, good: new Map(), found: [] };
}

/** Relative frequency of what a client does about changes. */
const WEIGHTS = {
  declare: 22,
  plan: 5,
  typo: 20,
  correct: 12,
  "go back": 8,
  tag: 8,
  again: 8,
  prune: 6,
  adopt: 14,
  replace: 12,
  end: 10,
  revert: 8,
  apply: 8,
  look: 6,
} as const;

/** Of somebody who brings in volumes that are there, and has others made anew. */
const OF_COLLECTOR = { adopt: 40, replace: 25, apply: 14, revert: 12, end: 3, look: 2, declare: 4 } as const;

const SETS = ["north", "south"] as const;
const MAX_DOCUMENTS = 3;
/** Ids that a client remembers. */
const REMEMBERED = 6;

/**
 * Chooses a client's next step about changes.
 * @param known.etags the last tag of each resource that was read or written
 */
export function nextChange(
  random: Random,
  universe: Universe,
  memory: ChangeMemory,
  { etags, isCollector = false }: { readonly etags: ReadonlyMap<string, string>; readonly isCollector?: boolean },
): ChangeOperation {
  const { applied, plans, typo, last } = memory;
  const declared = (): ChangeRequest => declare(random, universe, etags);
  const move = random.weighted<keyof typeof WEIGHTS>(isCollector ? OF_COLLECTOR : WEIGHTS);
  switch (move) {
    case "declare":
      return declared();
    case "plan":
      return planned(declared());
    case "typo":
      return mistype(random, universe, declared());
    case "correct":
      return typo ? correct(typo, (key) => configOf(random, universe, key)) : mistype(random, universe, declared());
    case "go back":
      return typo ? correct(typo, (key) => memory.good.get(key) ?? configOf(random, universe, key)) : declared();
    case "tag":
      return last ? tag(random, last) : declared();
    case "again":
      return last ?? declared();
    case "prune":
      return prune(random, declared());
    case "adopt":
      return adopt(random, universe, memory) ?? declared();
    case "replace":
      return replace(random, universe) ?? declared();
    case "end":
      if (applied.length === 0) return declared();
      return { kind: "change-end", id: random.pick(applied), running: random.chance(0.3) ? "cancel" : "wait" };
    case "revert":
      if (applied.length === 0) return declared();
      return { kind: "change-revert", id: random.pick(applied), allowReplace: random.chance(0.5) };
    case "look":
      return applied.length === 0 ? declared() : { kind: "change-get", id: random.pick(applied) };
    case "apply": {
      const id = plans.pop();
      return id === undefined ? declared() : { kind: "change-apply", id };
    }
  }
}

/** Remembers what a change was answered. */
export function rememberChange(
  memory: ChangeMemory,
  operation: ChangeOperation,
  { status, answer }: { status: number | null; answer: unknown },
): void {
  const id = (answer as { id?: unknown } | null)?.id;
  if (typeof id !== "string" || (status !== 200 && status !== 201)) return;
  if (operation.kind === "change-revert" || (operation.kind === "change" && !operation.apply)) {
    keep(memory.plans, id);
    return;
  }
  if (operation.kind === "change-apply" || operation.kind === "change") keep(memory.applied, id);
  if (operation.kind !== "change") return;
  const { idempotencyKey: _, ...request } = operation;
  if (request.documents.length === 0) return;
  memory.last = request;
  if (request.documents.some(hasTypo)) memory.typo = request;
  else if (memory.typo && keysOf(memory.typo) === keysOf(request)) memory.typo = null;
  for (const document of request.documents) if (!hasTypo(document)) memory.good.set(document.key, document.config);
}

function keysOf({ documents }: ChangeRequest): string {
  return documents.map(({ key }) => key).join();
}

function keep(ids: string[], id: string): void {
  if (!ids.includes(id)) ids.push(id);
  if (ids.length > REMEMBERED) ids.shift();
}

function declare(random: Random, universe: Universe, etags: ReadonlyMap<string, string>): ChangeRequest {
  const slots = sharedSlots(universe);
  const chosen = random.sample(slots, random.between(1, MAX_DOCUMENTS));
  const documents = chosen.map((slot): Document => {
    const config = makeConfig(random, universe, slot);
    return {
      ...{ key: slot.key, config },
      ...(random.chance(0.08) && { state: "draft" }),
      ...(random.chance(0.06) && { handling: makeHandling(random, slot) }),
    };
  });
  const [other] = random.sample(
    slots.filter(({ key }) => !chosen.some((slot) => slot.key === key)),
    1,
  );
  const guarded = random.pick(slots).key;
  return {
    ...{ kind: "change", documents, apply: true },
    ...(other && random.chance(0.15) && { deletions: [deletion(random, other.key)] }),
    ...(random.chance(0.1) && { allowReplace: true }),
    ...(random.chance(0.25) && { set: random.pick(SETS), takeOver: random.chance(0.7) }),
    ...(random.chance(0.06) && { guards: { [guarded]: etags.get(guarded) ?? "none" } }),
    ...(random.chance(0.06) && { idempotencyKey: `key-${random.below(2 ** 31)}` }),
  };
}

/** Only stored. It says nothing of handling, which only its request would tell: another one applies it. */
function planned(change: ChangeRequest): ChangeRequest {
  return { ...change, apply: false, documents: change.documents.map(({ handling: _, ...document }) => document) };
}

function deletion(random: Random, key: string): { key: string; dependents?: "cascade" | "detach" } {
  const dependents = random.pick(["cascade", "detach", undefined] as const);
  return { key, ...(dependents && { dependents }) };
}

function prune(random: Random, change: ChangeRequest): ChangeRequest {
  const dependents = random.pick(["cascade", "detach"] as const);
  return { ...change, set: random.pick(SETS), takeOver: true, prune: true, dependents };
}

/** The same resources, with other configs. */
function correct(change: ChangeRequest, configFor: (key: string) => JsonObject): ChangeRequest {
  const { deletions: _, guards: __, ...rest } = change;
  return { ...rest, documents: change.documents.map(({ key }) => ({ key, config: configFor(key) })) };
}

/** Repeats what the last change declared, with other tags. */
function tag(random: Random, { documents }: ChangeRequest): ChangeRequest {
  const tags = random.sample(["red", "green", "blue"], 2);
  return { kind: "change", documents: documents.map((document) => ({ ...document, tags })), apply: true };
}

const TYPO = "nowhere";

/** One of the documents refers to something that does not exist, or to a key that its target does not have. */
function mistype(random: Random, universe: Universe, change: ChangeRequest): ChangeRequest {
  // Texts of secrets are literal, `${` included.
  const able = change.documents.filter(({ key }) => kindOf(key) !== "secret");
  const wrong = able.length === 0 ? undefined : random.pick(able);
  const configs = sharedSlots(universe).filter(({ kind }) => kind === "config");
  // The outputs of other types are known, so a name that is not among them is refused.
  const isKey = configs.length > 0 && random.chance(0.3);
  const target = isKey ? random.pick(configs).key : `chaos/object/${TYPO}`;
  const reference = `\${${target}.outputs.${isKey ? TYPO : "text"}}`;
  const documents = change.documents.map((document) =>
    document === wrong && document.key !== target
      ? { ...document, config: withReference(document.config, reference) }
      : document,
  );
  return { ...change, documents };
}

function withReference(config: JsonObject, reference: string): JsonObject {
  if (typeof config["content"] === "string") return { ...config, content: `${config["content"]} ${reference}` };
  const name = "data" in config ? "data" : "inputs";
  return { ...config, [name]: { ...(config[name] as JsonObject), typo: reference } };
}

function hasTypo({ config }: Document): boolean {
  return JSON.stringify(config).includes(TYPO);
}

function configOf(random: Random, universe: Universe, key: string): JsonObject {
  return makeConfig(random, universe, universe.slots.find((slot) => slot.key === key) as Slot);
}
