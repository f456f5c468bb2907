import type { Path } from "@pragma/contract";
import type { Tenant } from "@pragma/db";
import { findResourceRows, type SuggestedRow, siblingValues, suggestOfTypes } from "@pragma/db/queries";
import { readTyped, resourceKey } from "@pragma/language";
import type { RequestContext } from "../../foundation/callers/caller.ts";
import type { OrganizationTypes } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import { type Output, outputsOf, type ReferenceCandidate } from "./outputs-of.ts";
import { fits, type ReferenceWish, rankReferences } from "./rank-references.ts";
import { isNamedBy, pathOf, type RankedType, rankTypes, wordsOf } from "./rank-types.ts";
import { makersOf, missingOf, type NamedMaker, type ReferenceMaker } from "./reference-makers.ts";
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

export interface SuggestedReferences {
  candidates: ReferenceCandidate[];
  makers: ReferenceMaker[];
  /** The resource that the text names in full, if its type is known and it does not exist. */
  missing: NamedMaker | null;
}

/** Limits of reading, whatever the size of the organization: resources of the type, whose fields are compared … */
const SIBLINGS = 40;
/** … the types that suit best, and resources of each … */
const TYPES = 30;
const OF_EACH = 8;
/** … resources whose key has the first word … */
const FOUND = 30;
/** … and keys of each resource's outputs; more of the one that the text names in full. */
const KEYS = 100;
const KEYS_OF_NAMED = 1000;

/**
 * Suggests references for a field, in the order of `rankReferences`, but before all an output that the text names in full. Types
 * are ranked by their schemas before any resource is read, so that suitable ones are found among any number of resources. Shows
 * no values.
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

/** Counts the references of a type's resources in a field. */
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
