import type { Json, Path } from "../json/json.ts";
import { mapJson } from "../json/map.ts";
import { type ResourceRef, resourceKey } from "../names/names.ts";
import { containsEnvelope, isEnvelope } from "../secrets/envelope.ts";
import { revealJson } from "../secrets/reveal.ts";
import type { SecretBox } from "../secrets/secret-box.ts";
import { Budget } from "./bounds.ts";
import { classify, describeReference } from "./classify.ts";
import type { Field, ReferenceOptions, Rewrite, TargetState } from "./reference.ts";
import { asText } from "./resolve.ts";
import { rewriteReferences, Unresolved } from "./rewrite.ts";
import { takeValue } from "./take.ts";
import { escapeTemplate, type Part } from "./template.ts";

/**
 * Replaces each reference to one target with its last value, as a literal: escapes `${` in it, so that it means the
 * same when the config is resolved again. References to other targets stay, even in the same string.
 *
 * Fails if a value is gone, if it has the exact shape of a reference object and so cannot be written as a literal, and
 * if it ends in `$` right before another reference, which the grammar cannot escape.
 *
 * @throws DecryptionError
 */
export function detachReferences(
  config: Json,
  targetKey: string,
  state: TargetState,
  box: SecretBox,
  options: ReferenceOptions,
): Rewrite {
  const budget = new Budget(box);
  const isTarget = (target: ResourceRef) => resourceKey(target) === targetKey;
  const take = (path: Path, target: ResourceRef, field: Field | null): Json => {
    const name = describeReference(target, field);
    const value = takeValue(state, target, field, box);
    if (value === undefined) throw new Unresolved(path, target, field, `${name} has no value to leave behind`);
    const refusal = budget.refusal(value, path.length);
    if (refusal !== null) throw new Unresolved(path, target, field, `${name} cannot be put in: ${refusal}`);
    return value;
  };
  return rewriteReferences(config, options, box, (found, { value, path }) => {
    if (found.kind === "reference") {
      if (!isTarget(found.target)) return value;
      const literal = asLiteral(take(path, found.target, found.field), box, options);
      if (literal !== undefined) return literal;
      const message = `${describeReference(found.target, found.field)} has the form of a reference itself`;
      throw new Unresolved(path, found.target, found.field, message);
    }
    if (found.kind !== "template") return undefined;
    return detachInText(found.parts, path, box, (part) =>
      isTarget(part.target) ? take(path, part.target, part.field) : undefined,
    );
  });
}

type ReferencePart = Extract<Part, { kind: "reference" }>;

function detachInText(
  parts: readonly Part[],
  path: Path,
  box: SecretBox,
  takenBy: (part: ReferencePart) => Json | undefined,
): Json {
  let sealed = false;
  let text = "";
  for (const part of parts) {
    const taken = part.kind === "reference" ? takenBy(part) : undefined;
    if (taken === undefined && part.kind === "reference" && text.endsWith("$")) {
      const message = "A value ending in $ cannot stand right before another reference";
      throw new Unresolved(path, part.target, part.field, message);
    }
    sealed ||= containsEnvelope(taken);
    const next = taken === undefined ? part.raw : escapeTemplate(asText(revealJson(taken, box)));
    // A `${`, or an escape of one, that spans two pieces is escaped as one.
    text += text.endsWith("$") && /^\$?\{/.test(next) ? `$${next}` : next;
  }
  return sealed ? box.seal(text) : text;
}

/** The value in the spelling that a config needs; undefined if it would be read as a reference in any spelling. */
function asLiteral(value: Json, box: SecretBox, options: ReferenceOptions): Json | undefined {
  let expressible = true;
  const spell = (root: Json): Json =>
    mapJson(root, (item) => {
      if (isEnvelope(item)) {
        const opened = box.open(item);
        const spelled = spell(opened);
        return spelled === opened ? item : box.seal(spelled);
      }
      if (typeof item === "string") return options.stringReferences ? escapeTemplate(item) : item;
      if (classify(item, options) !== undefined) expressible = false;
      return undefined;
    });
  const literal = spell(value);
  return expressible ? literal : undefined;
}
