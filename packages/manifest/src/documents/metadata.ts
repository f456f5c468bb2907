import type { GivenKindValues, GivenValue, Handling, KeptField, KindOf } from "@pragma/contract";
import { handlingOf, handlingWritten } from "@pragma/contract/handling";
import { FIELD_KINDS } from "@pragma/contract/resource-field-kinds";
import { type Json, jsonEqual, parseKey, type ResourceRef, resourceKey } from "@pragma/language";
import { KEPT_FIELDS } from "./fields.ts";

type KeptKind = KindOf<KeptField>;

/** Manifest values of each kind. A kind that is missing here does not compile. */
interface Held {
  words: string[];
  /** Keys of the resources. */
  references: string[];
  flag: boolean;
  /** Null if all members have their defaults. */
  members: Handling | null;
}

/** The fields of a manifest that are stored beside the config. */
export type Metadata = { [Field in KeptField]: Held[KindOf<Field>] };

/** Values that documents and responses have for them. */
type Given = { [Field in KeptField]?: GivenValue<Field> | null | undefined };

interface HowHeld<Given, Holds> {
  hold(value: Given | null | undefined): Holds;
  /** As the API takes it; null clears. */
  give(held: Holds): Given | null;
}

const HOW_HELD: { [Kind in KeptKind]: HowHeld<GivenKindValues[Kind], Held[Kind]> } = {
  words: { hold: (words) => words ?? [], give: (words) => words },
  references: { hold: (refs) => (refs ?? []).map(resourceKey), give: refsOf },
  flag: { hold: (flag) => flag ?? false, give: (flag) => flag },
  members: {
    hold: (handling) => handlingOf(handling ?? null),
    give: (handling) => handling && handlingWritten(handling),
  },
};

function howHeld(field: KeptField): HowHeld<unknown, unknown> {
  return HOW_HELD[FIELD_KINDS[field].kind] as HowHeld<unknown, unknown>;
}

/** Metadata of a resource or a document, beside its config; what it lacks is empty. */
export function metadataOf(given: Given): Metadata {
  return Object.fromEntries(
    KEPT_FIELDS.map((field) => [field, howHeld(field).hold(given[field])]),
  ) as unknown as Metadata;
}

/** The fields that are not empty, as a document has them. */
export function writtenMetadata(metadata: Metadata): { [Field in KeptField]?: Json } {
  const written = KEPT_FIELDS.filter((field) => !isEmpty(field, metadata));
  return Object.fromEntries(written.map((field) => [field, howHeld(field).give(metadata[field]) as Json]));
}

/**
 * All of them as an apply takes them: what is empty is cleared.
 * @param stored what the resource has; null for a new one
 */
export function metadataInput(
  metadata: Metadata,
  stored: Given | null,
): { [Field in KeptField]: GivenValue<Field> | null } {
  const given = KEPT_FIELDS.map((field) => {
    // Nothing at all is another value than an empty list: an apply without a change is to be none.
    if (isEmpty(field, metadata) && stored?.[field] === null) return [field, null];
    return [field, howHeld(field).give(metadata[field])];
  });
  return Object.fromEntries(given);
}

function isEmpty(field: KeptField, metadata: Metadata): boolean {
  return jsonEqual(metadata[field] as Json, howHeld(field).hold(null) as Json);
}

/** Resources as the API takes them, by their keys. */
export function refsOf(keys: readonly string[]): ResourceRef[] {
  return keys.map(parseKey).filter((ref) => ref !== null);
}
