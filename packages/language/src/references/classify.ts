import type { Json, JsonObject, Path } from "../json/json.ts";
import { isJsonObject } from "../json/object.ts";
import { type ResourceRef, resourceKey } from "../names/names.ts";
import { FIELD_FAULT, parseField, targetFault } from "./grammar.ts";
import type { Field, Reference, ReferenceOptions } from "./reference.ts";
import { type Part, parseTemplate } from "./template.ts";

/** The meaning of a single config value in terms of references. */
export type Found =
  | { kind: "reference"; form: Reference["form"]; target: ResourceRef; field: Field | null }
  | { kind: "template"; parts: Part[] }
  | { kind: "malformed"; at: Path; msg: string };

const WHOLE = "__dependency__";

/** Recognizes a reference, or a string with references or escapes; undefined for a value to be searched inside. */
export function classify(value: Json, options: ReferenceOptions): Found | undefined {
  if (typeof value === "string") return options.stringReferences ? classifyString(value) : undefined;
  if (!isJsonObject(value)) return undefined;
  if (Object.hasOwn(value, WHOLE)) return classifyWhole(value);
  return hasExactly(value, ["provider", "resource", "name", "field"]) ? classifyObject(value) : undefined;
}

/** Whether a value is nothing but a reference, and so reveals nothing about the value that it stands for. */
export function isPureReference(value: Json, options: ReferenceOptions): boolean {
  return classify(value, options)?.kind === "reference";
}

function classifyString(text: string): Found | undefined {
  const parts = parseTemplate(text);
  if (parts === null) return undefined;
  const [only, ...more] = parts;
  const bad = parts.find((part) => part.kind === "malformed");
  if (bad !== undefined) {
    const { part, msg } = bad.fault;
    return { kind: "malformed", at: [], msg: `${bad.raw} is a malformed reference: its ${part} ${msg}` };
  }
  if (only?.kind === "reference" && more.length === 0) {
    return { kind: "reference", form: "string", target: only.target, field: only.field };
  }
  return { kind: "template", parts };
}

function classifyObject(value: JsonObject): Found {
  const target = targetOf(value);
  if (!("provider" in target)) return target;
  const field = typeof value.field === "string" ? parseField(value.field) : null;
  if (field === null) return { kind: "malformed", at: ["field"], msg: `The field of a reference ${FIELD_FAULT.msg}` };
  return { kind: "reference", form: "object", target, field };
}

function classifyWhole(value: JsonObject): Found | undefined {
  // The resolved form is plain data: it is what a detached reference to a deleted resource leaves behind.
  if (value[WHOLE] === true && hasExactly(value, [WHOLE, "provider", "resource", "name", "config", "outputs"])) {
    return undefined;
  }
  if (value[WHOLE] !== true || !hasExactly(value, [WHOLE, "provider", "resource", "name"])) {
    const msg = `A reference to a whole resource is exactly {"${WHOLE}": true, "provider", "resource", "name"}`;
    return { kind: "malformed", at: [], msg };
  }
  const target = targetOf(value);
  return "provider" in target ? { kind: "reference", form: "whole", target, field: null } : target;
}

function targetOf(value: JsonObject): ResourceRef | Extract<Found, { kind: "malformed" }> {
  const { provider, resource, name } = value;
  for (const part of ["provider", "resource", "name"]) {
    if (typeof value[part] === "string") continue;
    return { kind: "malformed", at: [part], msg: `The ${part} of a reference must be a string` };
  }
  const target = { provider, resource, name } as ResourceRef;
  const fault = targetFault(target);
  if (fault === null) return target;
  return { kind: "malformed", at: [fault.part], msg: `The ${fault.part} of a reference ${fault.msg}` };
}

function hasExactly(value: JsonObject, keys: readonly string[]): boolean {
  return keys.every((key) => Object.hasOwn(value, key)) && Object.keys(value).length === keys.length;
}

/** A reference as messages show it. */
export function describeReference(target: ResourceRef, field: Field | null): string {
  return field === null ? resourceKey(target) : `${resourceKey(target)}.${field.text}`;
}
