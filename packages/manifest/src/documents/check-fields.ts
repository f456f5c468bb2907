import type { GivenField, GivenKindValues, KindOf } from "@pragma/contract";
import { LIFECYCLE_STATES, type LifecycleState } from "@pragma/contract/lifecycle";
import { FIELD_KINDS } from "@pragma/contract/resource-field-kinds";
import {
  formatPath,
  isJsonObject,
  type Json,
  type JsonObject,
  NAME_PATTERN,
  type Path,
  parseKey,
  readRef,
  suggest,
} from "@pragma/language";
import { shortName } from "../yaml/short-name.ts";
import { checkNumbers } from "./check-numbers.ts";
import { FIELD_NAMES, type FieldValues, isField, isSystemField } from "./fields.ts";
import type { Complain } from "./problem.ts";
import { readHandling } from "./read-handling.ts";

export const NOT_A_RESOURCE = "this is not a resource, which is a mapping with provider, resource, name and config";

/** The fields of a document that are as they should be. @param complain is told of all that is not */
export function checkFields(value: JsonObject, complain: Complain): FieldValues {
  for (const key of Object.keys(value)) {
    if (isField(key)) continue;
    if (isSystemField(key)) complain([key], `${key} is set by the system and is ignored`, { severity: "warning" });
    else complain([key], unknownField(key));
  }
  const read = FIELD_NAMES.flatMap((field) => {
    const found = readField(field, value[field], complain);
    return found === undefined ? [] : [[field, found] as const];
  });
  const fields: FieldValues = Object.fromEntries(read);
  checkNumbers(fields.config ?? {}, ["config"], complain);
  return fields;
}

function unknownField(key: string): string {
  const close = suggest(key, FIELD_NAMES);
  const hint = close ? `did you mean ${close}?` : `the known ones are ${FIELD_NAMES.join(", ")}`;
  return `${shortName(key)} is not a known field; ${hint}`;
}

/** Undefined for a field that is absent or wrong. */
function readField(field: GivenField, value: Json | undefined, complain: Complain): unknown {
  const { kind } = FIELD_KINDS[field];
  if (kind === "name") return readName(field, value, complain);
  if (value === undefined) return undefined;
  // An empty `config:` has nothing but comments below it.
  if (value === null) return field === "config" ? {} : null;
  return READERS[kind](value, (message, ...below) => {
    complain([field, ...below], `${formatPath([field, ...below])} ${message}`);
    return undefined;
  });
}

/** Complains of a value, or of an item of it. */
type Wrong = (message: string, ...below: Path) => undefined;
type ReadKind = Exclude<KindOf<GivenField>, "name">;

/** How a value of each kind is read; undefined if it is wrong. A kind that is missing here does not compile. */
const READERS: { [Kind in ReadKind]: (value: Json, wrong: Wrong) => GivenKindValues[Kind] | undefined } = {
  object: (value, wrong) => (isJsonObject(value) ? value : wrong("must be an object")),
  word: (value, wrong) => (typeof value === "string" ? value : wrong("must be a string")),
  words: (value, wrong) => readList(value, (item) => (typeof item === "string" ? item : null), wrong, WORDS),
  flag: (value, wrong) => (typeof value === "boolean" ? value : wrong("must be true or false")),
  keys: (value, wrong) => readList(value, readKey, wrong, KEYS),
  references: (value, wrong) => readList(value, readRef, wrong, KEYS),
  reference: (value, wrong) => readKey(value) ?? readRef(value) ?? readPlainName(value) ?? wrong(REFERENCE),
  state: readState,
  members: readHandling,
};

function readKey(item: Json): string | null {
  return typeof item === "string" && parseKey(item) !== null ? item : null;
}

function readPlainName(value: Json): string | null {
  return typeof value === "string" && NAME_PATTERN.test(value) ? value : null;
}

/** A draft that is misspelt must not be applied for real. Documents that were exported have any of the states. */
function readState(value: Json, wrong: Wrong): LifecycleState | undefined {
  const known = LIFECYCLE_STATES.find((state) => state === value);
  if (known) return known;
  const close = typeof value === "string" ? suggest(value, LIFECYCLE_STATES) : undefined;
  return wrong(`must be draft or pending${close ? `; did you mean ${close}?` : ""}`);
}

function readName(field: GivenField, value: Json | undefined, complain: Complain): string | undefined {
  if (typeof value === "string" && value !== "") return value;
  if (value === undefined || value === null || value === "")
    complain([field], `${field} is required`, { missing: true });
  else complain([field], `${field} must be a string${typeof value === "object" ? "" : "; write it in quotes"}`);
  return undefined;
}

const WORDS = { list: "must be a list of strings", item: "must be a string" };
const REFERENCE = "must be a name, or provider/resource/name";
const KEYS = { list: "must be a list of provider/resource/name", item: "must be provider/resource/name" };

function readList<Item>(
  value: Json,
  read: (item: Json) => Item | null,
  wrong: Wrong,
  must: typeof KEYS,
): Item[] | undefined {
  if (!Array.isArray(value)) return wrong(must.list);
  const items: Item[] = [];
  for (const [index, item] of value.entries()) {
    const found = read(item);
    if (found === null) wrong(must.item, index);
    else items.push(found);
  }
  return items.length === value.length ? items : undefined;
}
