import type { RouterOutputs } from "@pragma/trpc";
import type { Reference } from "./reference.ts";

type Suggested = RouterOutputs["resources"]["suggestReferences"];

/** A type whose new resource a field could refer to. */
export interface Maker {
  provider: string;
  resource: string;
  description: string | null;
  /** Path of the output to refer to; empty if nothing says which. */
  path: string;
  /** Its config defines that output, in `data`. */
  open: boolean;
  /** As it was typed; null leaves the name to a proposal. */
  name: string | null;
}

/** A reference candidate of a field, as the list shows it. */
export interface Item {
  value: string;
  reference: Reference;
  type: string | null;
  description: string | null;
  notes: { tone: "neutral" | "warning"; words: string }[];
}

/** Lists the candidates for a field, without the resource itself. @param own its key */
export function itemsOf(candidates: Suggested["candidates"], own: string): Item[] {
  return candidates.filter(({ key }) => key !== own).map(asItem);
}

export function asItem(candidate: Suggested["candidates"][number]): Item {
  const { key, path, type, description, sensitive, fits, present, used_by: usedBy } = candidate;
  const reference = { key, field: `outputs.${path}` };
  const notes: Item["notes"] = [];
  // Says why it stands before what suits better by its name.
  if (usedBy > 0) notes.push({ tone: "neutral", words: `used by ${usedBy}` });
  if (sensitive) notes.push({ tone: "neutral", words: "secret" });
  if (!fits) notes.push({ tone: "warning", words: "other type" });
  if (!present) notes.push({ tone: "warning", words: "not there yet" });
  return { value: textOf(reference), reference, type, description, notes };
}

/** A reference as the list identifies it. */
export function textOf({ key, field }: Reference): string {
  return field === null ? key : `${key}.${field}`;
}

/** A type to create from, as the list identifies it. */
export function makerValue({ provider, resource, name }: Maker): string {
  return `new ${provider}/${resource}${name === null ? "" : `/${name}`}`;
}

/**
 * The types to create from; the resource that was typed in full comes first.
 * @param isOther what was found is of another text, or of a part of it: what it names is not what was typed
 */
export function makersOf(found: Suggested | undefined, isOther: boolean): Maker[] {
  if (!found) return [];
  const named = found.missing && !isOther ? [found.missing] : [];
  return [...named, ...found.makers.map((maker) => ({ ...maker, name: null }))];
}

/**
 * With what was typed in full: first, so that Enter takes it and not something of a resource whose key it is a part of. It comes
 * last if it is a key alone, or the beginning of another one of the same resource: what is wanted is mostly an output, which was
 * not typed to its end.
 */
export function withTyped(candidates: readonly Item[], typed: Reference): Item[] {
  const value = textOf(typed);
  const known = candidates.find((item) => item.value === value);
  const others = candidates.filter((item) => item !== known);
  if (known) return [known, ...others];
  const own = { value, reference: typed, type: null, description: null, notes: [] };
  const start = value.toLowerCase();
  const isBegun = others.some((item) => item.reference.key === typed.key && item.value.toLowerCase().startsWith(start));
  return typed.field === null || isBegun ? [...others, own] : [own, ...others];
}
