import type { LifecycleState } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import { findOutputKeys, findResourceRows, type SuggestedRow, suggestOfTypes } from "@pragma/db/queries";
import { type Field, isJsonObject, member, readTyped, resourceKey } from "@pragma/language";
import type { RequestContext } from "../../callers/caller.ts";
import { type KnownType, type OrganizationTypes, type OutputPath, outputPaths } from "../../types/index.ts";
import type { Core } from "../../unit-of-work/core.ts";
import { fitOf, type ReferenceWish } from "./rank-references.ts";
import { suggestResources } from "./suggest-resources.ts";

export interface ReferenceQuery {
  /** Words that the key and the path of an output must contain; empty for the best ones of all. */
  text: string;
  wish: ReferenceWish;
  limit: number;
}

/** An output of a resource that exists. */
export interface ReferenceCandidate extends OutputPath {
  key: string;
  lifecycle_state: LifecycleState;
  /** Its type is one that the field takes, or unknown. */
  fits: boolean;
}

/** A type that a new resource could be of, and its output that suits best. */
export interface ReferenceMaker {
  provider: string;
  resource: string;
  description: string | null;
  /** Empty where any name will do. */
  path: string;
  /** Whoever writes its config gives it that output, in `data`. */
  open: boolean;
}

/** A new resource that the text names. */
export interface NamedMaker extends ReferenceMaker {
  name: string;
}

export interface SuggestedReferences {
  candidates: ReferenceCandidate[];
  makers: ReferenceMaker[];
  /** What the text names in full, if its type is known and it does not exist. */
  missing: NamedMaker | null;
}

/** Types whose resources are looked at, and how many of each. */
const MAX_TYPES = 60;
const OF_EACH = 8;
/** Resources whose outputs are looked at. */
const MAX_RESOURCES = 150;
/** Resources found by their key. */
const MAX_FOUND = 30;
const MAX_KEYS = 100;
/** Of a resource that the text names in full. */
const MAX_KEYS_OF_NAMED = 1000;
const MAX_NAMED_MAKERS = 4;
const ANY_OUTPUT = 30;

/**
 * What a field may refer to, best first, but before all an output that the text names in full. Types are ranked by their schemas before any resource is read, so that what suits is
 * found among any number of resources. Shows no values.
 */
export async function suggestReferences(
  core: Core,
  context: RequestContext,
  { text, wish, limit }: ReferenceQuery,
): Promise<SuggestedReferences> {
  const { organizationId } = context;
  return core.reading(organizationId, async (reader) => {
    const types = await reader.types.current(organizationId);
    const ranked = rankTypes(types, wish);
    const words = text
      .toLowerCase()
      .split(/\s+|\.outputs\./)
      .filter(Boolean);
    const tenant = reader.db.tenant(organizationId);
    const typed = readTyped(text);
    const typedKey = typed && resourceKey(typed.target);
    const typedPath = typed?.field && pathOf(typed.field);
    const [named] = typedKey === null ? [] : await findResourceRows(tenant, [typedKey]);
    const best = ranked.filter(({ type }) => !type.leaving).slice(0, MAX_TYPES);
    const ofTypes = await suggestOfTypes(
      tenant,
      best.map(({ type }) => type),
      words[0] ?? "",
      OF_EACH,
    );
    const found =
      words[0] === undefined ? [] : await suggestResources(reader, context, { text: words[0], limit: MAX_FOUND });
    const others = [...new Map([...found, ...ofTypes].map((row) => [row.key, row])).values()]
      .filter(({ key }) => key !== typedKey)
      .slice(0, MAX_RESOURCES);
    const outputs = [
      ...(named ? await outputsOf(tenant, types, [named], MAX_KEYS_OF_NAMED) : []),
      ...(await outputsOf(tenant, types, others, MAX_KEYS)),
    ];
    const isTyped = ({ key, path }: Output): boolean =>
      key === typedKey && path === typedPath && typed?.field?.root === "outputs";
    const candidates = outputs
      .filter((output) => isTyped(output) || words.every((word) => wordsOf(output).includes(word)))
      .map((output) => ({ ...output, ...fitOf(output, wish), isTyped: isTyped(output) }))
      .sort((a, b) => {
        const first = Number(b.isTyped) - Number(a.isTyped);
        return first || b.score - a.score || compare(a.key, b.key) || compare(a.path, b.path);
      })
      .slice(0, limit)
      .map(({ score: _, isTyped: __, ...candidate }) => candidate);
    const missing = typed && !named ? missingOf(types, typed, ranked) : null;
    return { candidates, makers: makersOf(ranked), missing };
  });
}

/** What can be made so that a text that names it finds it. */
function missingOf(
  types: OrganizationTypes,
  { target: { provider, resource, name }, field }: NonNullable<ReturnType<typeof readTyped>>,
  ranked: readonly RankedType[],
): NamedMaker | null {
  if (field?.root === "config") return null;
  const type = types.find(provider, resource);
  if (!type || type.leaving) return null;
  const best = ranked.find((one) => one.type === type)?.best.path;
  const path = field === null ? best : outputOf(type, field);
  if (path === undefined) return null;
  const isNamed = pathsOf(type).some((one) => one.path === path && path !== "");
  return { provider, resource, name, description: type.description, path, open: !isNamed && takesData(type) };
}

/** The output that a reference names, if a new resource of the type could have it. */
function outputOf(type: KnownType, field: Field): string | undefined {
  const path = pathOf(field);
  if (pathsOf(type).some((one) => one.path === path)) return path;
  return isOpen(type) && field.keys.length === 1 ? path : undefined;
}

function pathOf({ root, text }: Field): string {
  return text.slice(root.length + 1);
}

function wordsOf({ key, path }: Output): string {
  return `${key}.outputs.${path}`.toLowerCase();
}

interface RankedType {
  type: KnownType;
  best: OutputPath;
  score: number;
}

/** The types that have an output for the field, or may have one, best first. */
function rankTypes(types: OrganizationTypes, wish: ReferenceWish): RankedType[] {
  const ranked = types.all().flatMap((type): RankedType[] => {
    const fits = pathsOf(type)
      .map((path) => ({ path, ...fitOf(path, wish) }))
      .filter((fit) => fit.fits)
      // An output of any name and type is as likely to be what is wanted as one that is named.
      .map((fit) => (fit.path.path === "" && fit.path.type === null ? { ...fit, score: fit.score + ANY_OUTPUT } : fit))
      .sort((a, b) => b.score - a.score);
    const [best] = fits;
    return best === undefined ? [] : [{ type, best: best.path, score: best.score }];
  });
  return ranked.sort((a, b) => b.score - a.score);
}

/** An output of any name, where a type's outputs are chosen by whoever writes its config. */
function anyOutput(type: KnownType): OutputPath | undefined {
  if (!isOpen(type)) return undefined;
  const [named] = outputPaths(type, { value: "" }).filter(({ path }) => path === "value");
  return named && { ...named, path: "", present: false };
}

const schemaPaths = new WeakMap<KnownType, OutputPath[]>();

/** Walked once for each version of a type. */
function pathsOf(type: KnownType): OutputPath[] {
  const known = schemaPaths.get(type);
  if (known) return known;
  const any = anyOutput(type);
  const paths = [...outputPaths(type, null), ...(any ? [any] : [])];
  schemaPaths.set(type, paths);
  return paths;
}

/** As those of configs and secrets do, whose outputs are what their config has there. */
function takesData({ schema }: KnownType): boolean {
  const { properties } = schema;
  return isJsonObject(properties) && member(properties, "data") !== undefined;
}

function isOpen({ outputsSchema }: KnownType): boolean {
  return (outputsSchema.additionalProperties ?? outputsSchema.unevaluatedProperties) !== false;
}

type Output = Omit<ReferenceCandidate, "fits">;

async function outputsOf(
  tenant: Tenant,
  types: OrganizationTypes,
  rows: readonly SuggestedRow[],
  mostKeys: number,
): Promise<Output[]> {
  const typeOf = (row: SuggestedRow) => types.find(row.provider, row.resource);
  const keys = new Map(
    (
      await findOutputKeys(
        tenant,
        rows.map(({ key }) => key),
        mostKeys,
      )
    ).map((found) => [found.key, found.keys]),
  );
  return rows.flatMap((row) => {
    const stored = keys.get(row.key) ?? [];
    const { key, lifecycle_state } = row;
    const named = Object.fromEntries(stored.map((name) => [name, ""]));
    return outputPaths(typeOf(row), named).map((output) => ({
      ...output,
      present: stored.some((name) => output.path === name || output.path.startsWith(`${name}.`)),
      key,
      lifecycle_state,
    }));
  });
}

/** The types with the best named outputs, and the best whose outputs are named by whoever writes its config. */
function makersOf(ranked: readonly RankedType[]): ReferenceMaker[] {
  const usable = ranked.filter(({ type }) => !type.leaving);
  const named = usable.filter(({ best }) => best.path !== "" && best.type !== null).slice(0, MAX_NAMED_MAKERS);
  const [open] = usable.filter(({ best }) => best.path === "");
  return [...named, ...(open ? [open] : [])]
    .sort((a, b) => b.score - a.score)
    .map(({ type, best }) => ({
      provider: type.provider,
      resource: type.resource,
      description: type.description,
      path: best.path,
      open: best.path === "" && takesData(type),
    }));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
