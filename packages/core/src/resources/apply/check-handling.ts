import { type ApplyInput, type Handling, handlingOf, type ValidationIssue } from "@pragma/contract";
import type { ResourceRow } from "@pragma/db/queries";
import { parsePathPattern, placeInSchema, SchemaDocument } from "@pragma/language";
import { validationError } from "../../foundation/common/errors.ts";
import { canLook, type KnownType } from "../../foundation/types/index.ts";
import { storedHandling } from "./kept-fields.ts";

/**
 * How a resource is handled after an apply: as given, or as before. What is given has to fit its type, if that is known.
 * @throws DomainError validation_failed for a path that the config cannot have, and for `observe` where the type cannot look
 */
export function checkHandling(
  { handling }: ApplyInput,
  existing: ResourceRow | undefined,
  type: KnownType | undefined,
): Handling | null {
  if (handling === undefined) return existing ? storedHandling(existing) : null;
  const wanted = handlingOf(handling);
  if (wanted === null) return null;
  const issues = [...checkPaths(wanted.ignore, type), ...checkMode(wanted, type)];
  if (issues.length > 0) throw validationError(issues);
  return wanted;
}

function checkMode({ mode }: Handling, type: KnownType | undefined): ValidationIssue[] {
  if (mode !== "observe" || !type || canLook(type)) return [];
  const msg = `${type.provider}/${type.resource} cannot be observed: its provider has no handler that reads it`;
  return [{ loc: ["body", "handling", "mode"], msg, type: "not_observable" }];
}

function checkPaths(paths: readonly string[], type: KnownType | undefined): ValidationIssue[] {
  const document = type && new SchemaDocument(type.schema);
  return paths.flatMap((path, index) => {
    const problem = problemOf(path, document);
    return problem === undefined ? [] : [{ loc: ["body", "handling", "ignore", index], ...problem }];
  });
}

function problemOf(path: string, document: SchemaDocument | undefined): Omit<ValidationIssue, "loc"> | undefined {
  const pattern = parsePathPattern(path);
  if (pattern === null) {
    const msg = `${path} is not a path of a config, such as size, labels.* or servers[0].port`;
    return { msg, type: "path" };
  }
  const place = document && placeInSchema(document, pattern);
  if (!place || place.isKnown) return undefined;
  const meant = place.suggestion === undefined ? "" : `; did you mean ${place.suggestion}?`;
  return { msg: `${path} is not in the schema of its type: there is no ${place.step}${meant}`, type: "unknown_path" };
}
