import {
  type ApplyInput,
  DEFAULT_HANDLING,
  GIVEN_FIELDS,
  type GivenField,
  type Handling,
  handlingChanges,
  handlingOf,
  type KeptField,
  RESOURCE_FIELDS,
  type Resource,
} from "@pragma/contract";
import type { KeptRow, ResourcePatch, ResourceRow } from "@pragma/db/queries";
import { type Change, type Json, jsonEqual } from "@pragma/language";
import { uniqueRefs } from "../references/refs.ts";

/** How a field maps to the columns of a row. */
interface Storage<Value> {
  /** The value to store for a given value, if it differs. */
  wanted?(given: Value): Value;
  stored(row: KeptRow): Value;
  columns(value: Value): ResourcePatch;
  /** The differences of two values; left out, one is there if they are not equal. */
  changes?(before: Value, after: Value): Change[];
}

/** Fields that are stored in a column of the same name and type. */
type PlainField = {
  [Field in KeptField & keyof ResourcePatch]: ResourceRow[Field] extends Resource[Field]
    ? Resource[Field] extends ResourceRow[Field]
      ? Field
      : never
    : never;
}[KeptField & keyof ResourcePatch];

const STORED: { [Field in Exclude<KeptField, PlainField>]: Storage<Resource[Field]> } = {
  tags: {
    wanted: (tags) => tags && [...new Set(tags)],
    stored: (row) => (row.has_tags ? row.tags : null),
    columns: (tags) => ({ tags: tags ?? [], has_tags: tags !== null }),
  },
  handling: {
    wanted: handlingOf,
    stored: storedHandling,
    columns: (handling) => ({
      handling: handling === null ? null : JSON.stringify(handling),
      paused: handling?.paused ?? DEFAULT_HANDLING.paused,
      // Nobody looks any more.
      ...(handling?.drift === "off" && { drift: "unknown" as const }),
    }),
    changes: handlingChanges,
  },
  owner_references: {
    wanted: uniqueRefs,
    stored: (row) => JSON.parse(row.owner_references) as Resource["owner_references"],
    columns: (owners) => ({ owner_references: JSON.stringify(owners) }),
  },
};

/** How a stored resource is handled; null for the default. */
export function storedHandling({ handling }: Pick<ResourceRow, "handling">): Handling | null {
  return handling === null ? null : (JSON.parse(handling) as Handling);
}

/** It is only looked at, and never changed. */
export function isObserved(row: Pick<ResourceRow, "handling">): boolean {
  return storedHandling(row)?.mode === "observe";
}

/** The other fields of an apply: those of the identity, and those that `readDesiredState` and `decideApply` read. */
const TAKEN_ELSEWHERE = [
  "provider",
  "resource",
  "name",
  "connection",
  "adopt",
  "config",
  "dependencies",
  "depends_on",
  "lifecycle_state",
] as const satisfies readonly GivenField[];

type TakenElsewhere = (typeof TAKEN_ELSEWHERE)[number];

function isTakenHere(field: GivenField): field is Exclude<GivenField, TakenElsewhere> {
  return !(TAKEN_ELSEWHERE as readonly GivenField[]).includes(field);
}

/** Does not compile if an apply has a field that nothing handles. */
const FIELDS: readonly KeptField[] = GIVEN_FIELDS.filter(isTakenHere);

function storageOf(field: KeptField): Storage<unknown> {
  if (field in STORED) return STORED[field as keyof typeof STORED] as Storage<unknown>;
  return { stored: (row) => row[field as PlainField], columns: (value) => ({ [field]: value }) };
}

/** The values of the fields that are kept beside the config. */
export type Kept = Pick<Resource, KeptField>;

/** Those of a resource as it is stored. */
export function keptFields(row: KeptRow): Kept {
  return Object.fromEntries(FIELDS.map((field) => [field, storageOf(field).stored(row)])) as unknown as Kept;
}

/**
 * Their values, and that of the set, in a fingerprint. Fingerprints are stored, and an earlier release may have made one: what it
 * knew stays where it was, and a field that came later is left out while it has the value of one that was cleared.
 */
export function keptFacts(row: KeptRow & Pick<ResourceRow, "set">): unknown[] {
  const { tags, deletion_protected } = keptFields(row);
  return [tags, row.owner_references, deletion_protected, row.set, ...laterFacts(row)];
}

/** The fields that came after the first three and are not cleared, as one object; empty if all are cleared. */
export function laterFacts(row: KeptRow): Partial<Kept>[] {
  const { tags: _, owner_references: __, deletion_protected: ___, ...later } = keptFields(row);
  const used = Object.entries(later).filter(
    ([field, value]) => !jsonEqual(value as never, RESOURCE_FIELDS[field as KeptField].cleared as never),
  );
  return used.length === 0 ? [] : [Object.fromEntries(used)];
}

/**
 * Changes of an apply to the fields stored beside the config. An omitted field keeps its value, null clears it.
 * @param existing undefined for a new resource
 * @returns the columns that differ, and the changes for the history; a new resource has none
 */
export function changeKeptFields(
  input: ApplyInput,
  existing: ResourceRow | undefined,
): { patch: ResourcePatch; changes: Change[] } {
  const patch: ResourcePatch = {};
  const changes: Change[] = [];
  for (const field of FIELDS) {
    const given = input[field];
    if (given === undefined) continue;
    const { wanted, stored, columns, changes: differences } = storageOf(field);
    const value = given ?? RESOURCE_FIELDS[field].cleared;
    const after = wanted ? wanted(value) : value;
    const before = existing && stored(existing);
    if (existing && jsonEqual(before as never, after as never)) continue;
    Object.assign(patch, columns(after));
    if (!existing) continue;
    changes.push(...(differences?.(before, after) ?? [{ path: field, before: before as Json, after: after as Json }]));
  }
  return { patch, changes };
}
