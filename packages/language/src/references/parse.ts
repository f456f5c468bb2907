import type { Json, Path, ValidationIssue } from "../json/json.ts";
import { type ResourceRef, resourceKey } from "../names/names.ts";
import { isEnvelope } from "../secrets/envelope.ts";
import type { SecretBox } from "../secrets/secret-box.ts";
import { classify } from "./classify.ts";
import type { Reference, ReferenceOptions } from "./reference.ts";

export type ParseOptions = ReferenceOptions & {
  /** Opens envelopes, so that references inside sealed values are found too. Without it they are skipped. */
  box?: SecretBox;
  /** Prefix of each issue's `loc`, such as `["body", "config"]`. References carry their path in the config. */
  prefix?: Path;
};

/**
 * Finds all references in a config, at any depth, in all three forms (contract section 3). Malformed ones become
 * issues; `parseInner` says which texts are literal and which malformed.
 */
export function parseReferences(
  config: Json,
  options: ParseOptions,
): { references: Reference[]; issues: ValidationIssue[] } {
  const found: Collected = { references: [], issues: [] };
  collect(config, [], options, found);
  return found;
}

/** The distinct resources that the references name, in order of appearance. */
export function referencedTargets(references: readonly Reference[]): ResourceRef[] {
  const targets = new Map<string, ResourceRef>();
  for (const { target } of references) targets.set(resourceKey(target), target);
  return [...targets.values()];
}

type Collected = { references: Reference[]; issues: ValidationIssue[] };

function collect(value: Json, path: Path, options: ParseOptions, out: Collected): void {
  if (typeof value !== "object" || value === null) {
    if (typeof value === "string") collectFound(value, path, options, out);
  } else if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) collectAt(value[index] as Json, index, path, options, out);
  } else if (isEnvelope(value)) {
    if (options.box !== undefined) collect(options.box.open(value), path, options, out);
  } else if (!collectFound(value, path, options, out)) {
    for (const key of Object.keys(value)) collectAt(value[key] as Json, key, path, options, out);
  }
}

function collectAt(value: Json, step: string | number, path: Path, options: ParseOptions, out: Collected): void {
  path.push(step);
  collect(value, path, options, out);
  path.pop();
}

function collectFound(value: Json, path: Path, options: ParseOptions, out: Collected): boolean {
  const found = classify(value, options);
  if (found === undefined) return false;
  if (found.kind === "malformed") {
    out.issues.push({ loc: [...(options.prefix ?? []), ...path, ...found.at], msg: found.msg, type: "reference" });
  } else if (found.kind === "reference") {
    out.references.push({ path: [...path], form: found.form, target: found.target, field: found.field });
  } else {
    for (const part of found.parts) {
      if (part.kind !== "reference") continue;
      out.references.push({ path: [...path], form: "string", target: part.target, field: part.field });
    }
  }
  return true;
}
