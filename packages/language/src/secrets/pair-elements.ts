import { groupBy } from "../common/group-by.ts";
import { canonicalJson } from "../json/canonical.ts";
import { jsonEqual } from "../json/equal.ts";
import type { Json } from "../json/json.ts";
import { isJsonObject, member } from "../json/object.ts";
import { containsEnvelope, isEnvelope } from "./envelope.ts";
import { containsMask, MASK, maskJson } from "./mask.ts";

/** The index of a stored element, or that several are possible. */
type Partner = number | "ambiguous";

/** Beyond this many pairs, elements are no longer compared with each other: the work must stay linear. */
const MAX_PAIRS = 4_096;

/** Fields that by convention identify elements. */
const IDENTITY_FIELDS = ["id", "name", "key"];

/**
 * Finds for each element with `********` the stored element that it was read from: the one that looks the same when
 * masked; else the only one that differs only in sensitive values; else the only one with the same `id`, `name` or
 * `key`. It never guesses: the wrong secret in the right place is worse than an error.
 */
export function pairElements(incoming: readonly Json[], stored: readonly Json[]): Map<number, Partner> {
  const partners = new Map<number, Partner>();
  const open = new Set<number>();
  const free = new Set<number>();
  for (const [index, item] of incoming.entries()) if (containsMask(item)) open.add(index);
  for (const [index, item] of stored.entries()) if (containsEnvelope(item)) free.add(index);
  pairLookAlikes(incoming, stored, open, free, partners);
  if (open.size * free.size <= MAX_PAIRS) {
    pairUnique(open, free, partners, (item, candidate) =>
      equalButForSecrets(incoming[item] as Json, stored[candidate] as Json),
    );
    for (const field of IDENTITY_FIELDS) {
      pairUnique(open, free, partners, (item, candidate) => sameIdentity(incoming[item], stored[candidate], field));
    }
  }
  return partners;
}

function pairLookAlikes(
  incoming: readonly Json[],
  stored: readonly Json[],
  open: Set<number>,
  free: Set<number>,
  partners: Map<number, Partner>,
): void {
  const candidates = groupBy(free, (index) => canonicalJson(maskJson(stored[index] as Json)));
  const groups = groupBy(open, (index) => canonicalJson(incoming[index] as Json));
  for (const [look, items] of groups) {
    const matches = candidates.get(look);
    if (matches === undefined) continue;
    for (const [position, item] of items.entries()) {
      const partner = chooseLookAlike(item, position, items, matches, incoming.length === stored.length);
      partners.set(item, partner);
      open.delete(item);
      if (partner !== "ambiguous") free.delete(partner);
    }
  }
}

/** If there are as many as before, they keep their order; otherwise, in an array as long as before, their place. */
function chooseLookAlike(item: number, position: number, items: number[], matches: number[], sameLength: boolean) {
  if (items.length === matches.length) return matches[position] as number;
  return sameLength && matches.includes(item) ? item : "ambiguous";
}

function pairUnique(
  open: Set<number>,
  free: Set<number>,
  partners: Map<number, Partner>,
  matches: (item: number, candidate: number) => boolean,
): void {
  for (const item of [...open]) {
    const [candidate, ...others] = [...free].filter((index) => matches(item, index));
    if (candidate === undefined || others.length > 0) continue;
    if ([...open].some((rival) => rival !== item && matches(rival, candidate))) continue;
    partners.set(item, candidate);
    open.delete(item);
    free.delete(candidate);
  }
}

function equalButForSecrets(item: Json, candidate: Json): boolean {
  return jsonEqual(item, candidate, (a, b) => {
    if (isEnvelope(b)) return true;
    return a === MASK ? false : undefined;
  });
}

function sameIdentity(item: Json | undefined, candidate: Json | undefined, field: string): boolean {
  if (!isJsonObject(item) || !isJsonObject(candidate)) return false;
  const identity = member(item, field);
  return typeof identity === "string" && identity !== MASK && identity === member(candidate, field);
}
