import { LIFECYCLE_STATES, type LifecycleState } from "@pragma/contract/lifecycle";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  parseKey,
  type ResourceRef,
  readRef,
  suggest,
} from "@pragma/language";
import { shortName } from "../yaml/short-name.ts";
import { checkNumbers } from "./check-numbers.ts";
import { FIELD_NAMES, FIELDS, type FieldName, type FieldValues, isField, isSystemField } from "./fields.ts";
import type { Complain } from "./problem.ts";

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
function readField(field: FieldName, value: Json | undefined, complain: Complain): unknown {
  const wrong = (message: string, ...below: number[]): undefined =>
    complain([field, ...below], `${field}${below.map((index) => `[${index}]`).join("")} ${message}`) as undefined;
  if (FIELDS[field] === "name") return readName(field, value, complain);
  if (value === undefined) return undefined;
  // An empty `config:` has nothing but comments below it.
  if (value === null) return field === "config" ? {} : null;
  switch (FIELDS[field]) {
    case "object":
      return isJsonObject(value) ? value : wrong("must be an object");
    case "words":
      return readList(value, (item) => (typeof item === "string" ? item : null), wrong, WORDS);
    case "flag":
      return typeof value === "boolean" ? value : wrong("must be true or false");
    case "keys":
      return readList(
        value,
        (item) => (typeof item === "string" && parseKey(item) !== null ? item : null),
        wrong,
        KEYS,
      );
    case "references":
      return readList<ResourceRef>(value, readRef, wrong, KEYS);
    case "state":
      return readState(value, wrong);
  }
}

/** A draft that is misspelt must not be applied for real. Documents that were exported have any of the states. */
function readState(value: Json, wrong: (message: string) => undefined): LifecycleState | undefined {
  const known = LIFECYCLE_STATES.find((state) => state === value);
  if (known) return known;
  const close = typeof value === "string" ? suggest(value, LIFECYCLE_STATES) : undefined;
  return wrong(`must be draft or pending${close ? `; did you mean ${close}?` : ""}`);
}

function readName(field: FieldName, value: Json | undefined, complain: Complain): string | undefined {
  if (typeof value === "string" && value !== "") return value;
  if (value === undefined || value === null || value === "")
    complain([field], `${field} is required`, { missing: true });
  else complain([field], `${field} must be a string${typeof value === "object" ? "" : "; write it in quotes"}`);
  return undefined;
}

const WORDS = { list: "must be a list of strings", item: "must be a string" };
const KEYS = { list: "must be a list of provider/resource/name", item: "must be provider/resource/name" };

function readList<Item>(
  value: Json,
  read: (item: Json) => Item | null,
  wrong: (message: string, ...below: number[]) => undefined,
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
