import type { HistoryChange, PlannedChange } from "@pragma/contract";
import {
  type Change,
  formatPath,
  type Json,
  jsonSize,
  MASK,
  parsePath,
  parseReferences,
  type Reference,
  type ReferenceOptions,
  referenceName,
  type SecretBox,
  sealedDiff,
} from "@pragma/language";

/** A changed value of a resolved config, and the references that it is made of. */
export type InputChange = Change & Required<Pick<HistoryChange, "from">>;

/** What the entry of a propagated update tells at most: it is written for every dependent of what changed. */
const MAX_CHANGES = 50;
const MAX_REFERENCES = 5;
const MAX_CHARACTERS = 500;
const RESOLVED = "resolved_config";

/** What is left of a longer text. */
const KEPT_CHARACTERS = 200;

/**
 * How a resolved config differs from the one that succeeded last where it takes values of others: what somebody wrote
 * into the config since is not among it. Secrets are compared by value and masked, long values are cut.
 * @param config as written, with its references
 */
export function inputChanges(
  config: Json,
  { before, after, box, ...options }: { before: Json; after: Json; box: SecretBox } & ReferenceOptions,
): InputChange[] {
  const found = sealedDiff(before, after, box, { prefix: [RESOLVED] });
  if (found.length === 0) return [];
  const places = placesOf(parseReferences(config, { ...options, box }).references);
  const changes: InputChange[] = [];
  for (const { path, ...sides } of found) {
    const from = referencesAt(places, path);
    if (from.length === 0) continue;
    changes.push({ path, ...shortSides(sides), from });
    if (changes.length === MAX_CHANGES) break;
  }
  return changes;
}

/** The same as a plan shows it: at paths of the config. */
export function asFollowed(changes: readonly InputChange[]): PlannedChange[] {
  return changes.map(({ path, before = null, after = null }) => ({
    path: path.replace(RESOLVED, "config"),
    before,
    after,
    ...(before === MASK || after === MASK ? { sensitive: true as const } : {}),
  }));
}

interface Places {
  /** By place, the references there. */
  at: Map<string, Set<string>>;
  /** By place, those below it: a sealed container differs as a whole. */
  below: Map<string, Set<string>>;
}

function placesOf(references: readonly Reference[]): Places {
  const places: Places = { at: new Map(), below: new Map() };
  for (const reference of references) {
    const name = referenceName(reference);
    const { path } = reference;
    add(places.at, formatPath([RESOLVED, ...path]), name);
    for (let steps = 0; steps < path.length; steps++)
      add(places.below, formatPath([RESOLVED, ...path.slice(0, steps)]), name);
  }
  return places;
}

function add(places: Map<string, Set<string>>, place: string, name: string): void {
  const names = places.get(place) ?? new Set();
  if (names.size < MAX_REFERENCES) names.add(name);
  places.set(place, names);
}

function referencesAt({ at, below }: Places, text: string): string[] {
  const path = parsePath(text) ?? [];
  for (let steps = path.length; steps > 0; steps--) {
    const names = at.get(formatPath(path.slice(0, steps)));
    if (names) return [...names];
  }
  return [...(below.get(text) ?? [])];
}

function shortSides({ before, after }: Omit<Change, "path">): Omit<Change, "path"> {
  return {
    ...(before === undefined ? {} : { before: short(before) }),
    ...(after === undefined ? {} : { after: short(after) }),
  };
}

function short(value: Json): Json {
  if (jsonSize(value, MAX_CHARACTERS) <= MAX_CHARACTERS) return value;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `${text.slice(0, KEPT_CHARACTERS)}… (${text.length.toLocaleString("en")} characters)`;
}
