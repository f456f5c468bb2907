import { type Field, isJsonObject, member } from "@pragma/language";
import { type KnownType, type OrganizationTypes, type OutputPath, outputPaths } from "../../foundation/types/index.ts";
import { fits, type ReferenceWish, rankReferences } from "./rank-references.ts";
import type { SiblingUses } from "./sibling-uses.ts";

/** Whether a word may be in the name of each resource's output, whatever the resource is called. */
export function isNamedBy(type: KnownType, word: string): boolean {
  const key = `${type.provider}/${type.resource}/`;
  // An output of any name may be of this one.
  return pathsOf(type).some(({ path }) => path === "" || wordsOf({ key, path }).includes(word));
}

/** A type, and its output that suits a field best. */
export interface RankedType {
  type: KnownType;
  best: OutputPath;
}

/** The types that have an output for the field, or may have one, each with its best: best first. */
export function rankTypes(types: OrganizationTypes, wish: ReferenceWish, uses: SiblingUses): RankedType[] {
  const outputs = types.all().flatMap((owner) => {
    const { provider, resource } = owner;
    const fitting = pathsOf(owner).filter(
      (path) => fits(path, wish) || uses.ofTypesOutput({ ...path, provider, resource }) > 0,
    );
    return fitting.map((path) => ({ ...path, key: `${provider}/${resource}`, provider, resource, owner }));
  });
  const best = new Map<KnownType, RankedType>();
  for (const output of rankReferences(outputs, wish, uses)) {
    if (!best.has(output.owner)) best.set(output.owner, { type: output.owner, best: output });
  }
  return [...best.values()];
}

/** An output of any name, where a type's outputs are chosen by whoever writes its config. */
function anyOutput(type: KnownType): OutputPath | undefined {
  if (!isOpen(type)) return undefined;
  const [named] = outputPaths(type, { value: "" }).filter(({ path }) => path === "value");
  return named && { ...named, path: "", present: false };
}

const schemaPaths = new WeakMap<KnownType, OutputPath[]>();

/** Walked once for each version of a type. */
export function pathsOf(type: KnownType): OutputPath[] {
  const known = schemaPaths.get(type);
  if (known) return known;
  const any = anyOutput(type);
  const paths = [...outputPaths(type, null), ...(any ? [any] : [])];
  schemaPaths.set(type, paths);
  return paths;
}

/** As those of configs and secrets do, whose outputs are what their config has there. */
export function takesData({ schema }: KnownType): boolean {
  const { properties } = schema;
  return isJsonObject(properties) && member(properties, "data") !== undefined;
}

export function isOpen({ outputsSchema }: KnownType): boolean {
  return (outputsSchema.additionalProperties ?? outputsSchema.unevaluatedProperties) !== false;
}

/** The path of an output that a reference names. */
export function pathOf({ root, text }: Field): string {
  return text.slice(root.length + 1);
}

/** The text that a search looks through. */
export function wordsOf({ key, path }: { key: string; path: string }): string {
  return `${key}.outputs.${path}`.toLowerCase();
}
