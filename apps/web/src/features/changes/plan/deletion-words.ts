import type { ShownPreview } from "../types.ts";

/** The subject of a deletion. */
export interface DeletionSubject {
  /** Within a sentence: `shop`, `the set pair`; null for some resources, which are counted. */
  words: string | null;
  /** How many resources that is; null where that is known only once it was looked at. */
  count: number | null;
  /** It is forgotten, and its provider is not called. */
  isForgotten?: boolean;
  /** A page that shows more of what goes than the dialog does. */
  moreHref?: string;
}

type Seen = Pick<ShownPreview, "counts" | "actions" | "truncated">;

/** The deletion in a sentence: `Deletes shop and 12 that depend on it.` */
export function deletionSentence({ words, count, isForgotten = false }: DeletionSubject, seen: Seen): string {
  const { counts } = seen;
  const past = isForgotten ? "forgotten" : "deleted";
  if (counts.refuse > 0) return `${subject(words, count)} cannot be ${past} yet:`;
  if (counts.delete === 0) return `Nothing is ${past}.`;
  const asked = askedFor(count, seen);
  const named = words !== null && count === null ? `${words} (${resources(asked)})` : words;
  const isOne = asked === 1;
  const kept = counts.update;
  const keeps = `${many(kept)} that depend${ofOne(kept)} on ${isOne ? "it" : "them"} keep${ofOne(kept)} ${kept === 1 ? "its" : "their"} values`;
  const goes = listed([named ?? resources(asked), ...others(asked, seen)]);
  return `${isForgotten ? "Forgets" : "Deletes"} ${goes}${kept === 0 ? "" : `; ${keeps}`}.`;
}

function subject(words: string | null, count: number | null): string {
  if (words === null) return count === null ? "These resources" : resources(count);
  // A single resource is called by its name, which is as it is.
  return count === 1 ? words : `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

/** How many of what goes are asked for. Of more than are shown, all, unless it is known. */
function askedFor(count: number | null, { counts, actions, truncated }: Seen): number {
  if (truncated) return count ?? counts.delete;
  return actions.filter(({ action, because: { kind } }) => action === "delete" && !BESIDES.has(kind)).length;
}

const BESIDES: ReadonlySet<string> = new Set(["dependent", "owner"]);

/** Other deleted resources, by reason. A truncated preview counts them as one. */
function others(asked: number, { counts, actions, truncated }: Seen): string[] {
  const them = asked === 1 ? "it" : "them";
  if (truncated) {
    const rest = counts.delete - asked;
    return rest > 0 ? [`${many(rest)} that go${ofOne(rest)} with ${them}`] : [];
  }
  const because = (kind: string): number =>
    actions.filter((action) => action.action === "delete" && action.because.kind === kind).length;
  const dependent = because("dependent");
  const owned = because("owner");
  return [
    ...(dependent > 0 ? [`${many(dependent)} that depend${ofOne(dependent)} on ${them}`] : []),
    ...(owned > 0 ? [`${many(owned)} that ${asked === 1 ? "it owns" : "they own"}`] : []),
  ];
}

function listed(parts: readonly string[]): string {
  return parts.length < 3 ? parts.join(" and ") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}

const resources = (number: number): string => (number === 1 ? "1 resource" : `${many(number)} resources`);
const many = (number: number): string => number.toLocaleString("en");
const ofOne = (number: number): string => (number === 1 ? "s" : "");
