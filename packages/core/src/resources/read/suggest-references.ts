import type { LifecycleState, Path } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import { findOutputKeys, findResourceRows, type SuggestedRow, siblingValues, suggestOfTypes } from "@pragma/db/queries";
import { type Field, isJsonObject, member, readTyped, resourceKey } from "@pragma/language";
import type { RequestContext } from "../../callers/caller.ts";
import { type KnownType, type OrganizationTypes, type OutputPath, outputPaths } from "../../types/index.ts";
import type { Core } from "../../unit-of-work/core.ts";
import { fits, type ReferenceWish, rankReferences } from "./rank-references.ts";
import { SiblingUses } from "./sibling-uses.ts";
import { suggestResources } from "./suggest-resources.ts";

export interface ReferenceQuery {
  /** Words that the key and the path of an output must contain; empty for the best ones of all. */
  text: string;
  wish: ReferenceWish;
  /** Where the field is; what other resources of the type refer to there comes first. */
  place?: FieldPlace | null | undefined;
  limit: number;
}

/** A field of the config of any resource of a type. */
export interface FieldPlace {
  provider: string;
  resource: string;
  /** Below `config`; an index stands for any. */
  path: Path;
}

/** An output of a resource that exists. */
export interface ReferenceCandidate extends OutputPath {
  key: string;
  provider: string;
  resource: string;
  lifecycle_state: LifecycleState;
  /** Its type is one that the field takes, or unknown. */
  fits: boolean;
  /** How many of the resources that were looked at refer to it in the same field. */
  used_by: number;
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

/** What is read, whatever the size of the organization: resources of the type, whose fields are compared … */
const SIBLINGS = 40;
/** … the types that suit best, and resources of each … */
const TYPES = 30;
const OF_EACH = 8;
/** … resources whose key has the first word … */
const FOUND = 30;
/** … and keys of each resource's outputs; more of the one that the text names in full. */
const KEYS = 100;
const KEYS_OF_NAMED = 1000;

const NAMED_MAKERS = 4;

/**
 * What a field may refer to, in the order of `rankReferences`, but before all an output that the text names in full. Types are
 * ranked by their schemas before any resource is read, so that what suits is found among any number of resources. Shows no values.
 */
export async function suggestReferences(
  core: Core,
  context: RequestContext,
  { text, wish, place = null, limit }: ReferenceQuery,
): Promise<SuggestedReferences> {
  const { organizationId } = context;
  return core.reading(organizationId, async (reader) => {
    const types = await reader.types.current(organizationId);
    const tenant = reader.db.tenant(organizationId);
    const uses = place ? await usesAt(tenant, types, place) : SiblingUses.none;
    const ranked = rankTypes(types, wish, uses);
    const words = text
      .toLowerCase()
      .split(/\s+|\.outputs\./)
      .filter(Boolean);
    const typed = readTyped(text);
    const typedKey = typed && resourceKey(typed.target);
    const typedPath = typed?.field?.root === "outputs" ? pathOf(typed.field) : undefined;

    const known = await findResourceRows(tenant, typedKey === null ? uses.keys : [typedKey, ...uses.keys]);
    const named = known.filter(({ key }) => key === typedKey);
    const others = await resourcesFor(reader, context, ranked, words[0]);
    const rows = new Map([...known, ...others].map((row) => [row.key, row]));
    if (typedKey !== null) rows.delete(typedKey);
    const outputs = [
      ...(await outputsOf(tenant, types, named, KEYS_OF_NAMED)),
      ...(await outputsOf(tenant, types, [...rows.values()], KEYS)),
    ];
    const isTyped = ({ key, path }: Output): boolean => key === typedKey && path === typedPath;
    const matching = outputs.filter((output) => words.every((word) => wordsOf(output).includes(word)));
    const best = rankReferences(matching, wish, uses).filter((output) => !isTyped(output));
    const candidates = [...outputs.filter(isTyped), ...best]
      .slice(0, limit)
      .map((output) => ({ ...output, fits: fits(output, wish), used_by: uses.ofOutput(output) }));
    const missing = typed && named.length === 0 ? missingOf(types, typed, ranked) : null;
    return { candidates, makers: makersOf(ranked), missing };
  });
}

/** What the resources of a type refer to in a field. */
async function usesAt(
  tenant: Tenant,
  types: OrganizationTypes,
  { provider, resource, path }: FieldPlace,
): Promise<SiblingUses> {
  const index = path.findIndex((step) => typeof step === "number");
  const toList = index === -1 ? path : path.slice(0, index);
  const values = await siblingValues(tenant, { provider, resource }, toList.map(String), SIBLINGS);
  const stringReferences = types.find(provider, resource)?.stringReferences ?? true;
  return new SiblingUses(values, path.slice(toList.length), { stringReferences });
}

/** Resources of the types that suit best, and those that a word finds: by their names, or by the names of their types and outputs. */
async function resourcesFor(
  reader: Core,
  context: RequestContext,
  ranked: readonly RankedType[],
  word: string | undefined,
): Promise<SuggestedRow[]> {
  const tenant = reader.db.tenant(context.organizationId);
  const best = ranked.flatMap(({ type }) => (type.leaving ? [] : [type])).slice(0, TYPES);
  if (word === undefined) return suggestOfTypes(tenant, best, "", OF_EACH);
  const named = best.filter((type) => isNamedBy(type, word));
  const first = named.length === 0 ? [] : await suggestOfTypes(tenant, named, "", OF_EACH);
  const begun = await suggestOfTypes(tenant, best, word, OF_EACH);
  const found = await suggestResources(reader, context, { text: word, limit: FOUND });
  return [...first, ...begun, ...found];
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

function wordsOf({ key, path }: Pick<Output, "key" | "path">): string {
  return `${key}.outputs.${path}`.toLowerCase();
}

/** Whether a word may be in the name of each resource's output, whatever the resource is called. */
function isNamedBy(type: KnownType, word: string): boolean {
  const key = `${type.provider}/${type.resource}/`;
  // An output of any name may be of this one.
  return pathsOf(type).some(({ path }) => path === "" || wordsOf({ key, path }).includes(word));
}

interface RankedType {
  type: KnownType;
  best: OutputPath;
}

/** The types that have an output for the field, or may have one, each with its best: best first. */
function rankTypes(types: OrganizationTypes, wish: ReferenceWish, uses: SiblingUses): RankedType[] {
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

type Output = Omit<ReferenceCandidate, "fits" | "used_by">;

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
    const { key, provider, resource, lifecycle_state } = row;
    const named = Object.fromEntries(stored.map((name) => [name, ""]));
    return outputPaths(typeOf(row), named).map((output) => ({
      ...output,
      present: stored.some((name) => output.path === name || output.path.startsWith(`${name}.`)),
      ...{ key, provider, resource, lifecycle_state },
    }));
  });
}

/** The types with the best named outputs, and the best whose outputs are named by whoever writes its config. */
function makersOf(ranked: readonly RankedType[]): ReferenceMaker[] {
  const usable = ranked.filter(({ type }) => !type.leaving);
  const named = usable.filter(({ best }) => best.path !== "" && best.type !== null).slice(0, NAMED_MAKERS);
  const [open] = usable.filter(({ best }) => best.path === "");
  return usable
    .filter((one) => one === open || named.includes(one))
    .map(({ type, best }) => ({
      provider: type.provider,
      resource: type.resource,
      description: type.description,
      path: best.path,
      open: best.path === "" && takesData(type),
    }));
}
