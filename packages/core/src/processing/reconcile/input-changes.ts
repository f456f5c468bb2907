import type { HistoryChange, PlannedChange } from "@pragma/contract";
import {
  type Change,
  diffJson,
  formatPath,
  getPath,
  type Json,
  jsonSize,
  MASK,
  type Path,
  parsePath,
  parseReferences,
  type Reference,
  type ReferenceOptions,
  revealJson,
  type SecretBox,
  sealedDiff,
  visibleReferenceName,
} from "@pragma/language";

/** A changed value of a resolved config, and the references that it is made of. */
export type InputChange = Change & Required<Pick<HistoryChange, "from">>;

/** Limits of the entry of a propagated update: it is written for every dependent of what changed. */
const MAX_CHANGES = 50;
const MAX_REFERENCES = 20;
const MAX_CHARACTERS = 500;
/** Characters of all together: keys may be long, and are repeated in each path. */
const MAX_TOLD = 65_536;
const RESOLVED = "resolved_config";

/** Characters kept of a longer text, and how many of those are before the first difference. */
const KEPT_CHARACTERS = 200;
const AROUND = 20;

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
  const places = placesOf(config, parseReferences(config, { ...options, box }).references);
  const changes: InputChange[] = [];
  let told = 0;
  for (const { path, ...sides } of found) {
    const from = referencesAt(places, path, { before, after, box });
    if (from.length === 0) continue;
    const change = { path, ...shortSides(sides), from };
    told += JSON.stringify(change).length;
    if (told > MAX_TOLD && changes.length > 0) break;
    changes.push(change);
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
  /** By place, those below it. */
  below: Map<string, Set<string>>;
}

function placesOf(config: Json, references: readonly Reference[]): Places {
  const places: Places = { at: new Map(), below: new Map() };
  for (const reference of references) {
    const name = visibleReferenceName(config, reference);
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

/** A sealed container is told as a whole, but only what differs in it says where the difference comes from. */
function referencesAt(
  places: Places,
  text: string,
  { before, after, box }: { before: Json; after: Json; box: SecretBox },
): string[] {
  const path = parsePath(text) ?? [];
  const own = namesAbove(places, path);
  if (own) return [...own];
  const below = places.below.get(text);
  if (!below) return [];
  const open = (config: Json) => {
    const value = getPath(config, path.slice(1));
    return value === undefined ? undefined : revealJson(value, box);
  };
  const inside = diffJson(open(before), open(after), { prefix: path }).flatMap((change) => [
    ...(namesAbove(places, parsePath(change.path) ?? []) ?? places.below.get(change.path) ?? []),
  ]);
  return [...new Set(inside.length === 0 ? below : inside)].slice(0, MAX_REFERENCES);
}

function namesAbove({ at }: Places, path: Path): Set<string> | undefined {
  for (let steps = path.length; steps > 0; steps--) {
    const names = at.get(formatPath(path.slice(0, steps)));
    if (names) return names;
  }
  return undefined;
}

/** Long values are cut to where they begin to differ, with a little before that. */
function shortSides({ before, after }: Omit<Change, "path">): Omit<Change, "path"> {
  const [was, is] = [longText(before), longText(after)];
  const start = startOf(was ?? asText(before), is ?? asText(after));
  return {
    ...(before === undefined ? {} : { before: was === null ? before : excerpt(was, start) }),
    ...(after === undefined ? {} : { after: is === null ? after : excerpt(is, start) }),
  };
}

/** Null for a value that is told as a whole. */
function longText(value: Json | undefined): string | null {
  return value === undefined || jsonSize(value, MAX_CHARACTERS) <= MAX_CHARACTERS ? null : asText(value);
}

function asText(value: Json | undefined): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}

/** Where an excerpt of two texts begins. */
function startOf(was: string, is: string): number {
  let same = 0;
  while (same < was.length && same < is.length && was[same] === is[same]) same++;
  return same < KEPT_CHARACTERS ? 0 : same - AROUND;
}

function excerpt(text: string, start: number): string {
  const end = start + KEPT_CHARACTERS;
  const shown = `${start > 0 ? "…" : ""}${text.slice(start, end)}${end < text.length ? "…" : ""}`;
  return `${shown.toWellFormed()} (${text.length.toLocaleString("en")} characters)`;
}
