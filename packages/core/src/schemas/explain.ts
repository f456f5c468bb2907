import type { JsonObject, Path, ValidationIssue } from "@pragma/contract";
import { chooseBranch } from "./choose-branch.ts";
import { type Failure, signature } from "./failure.ts";
import { knownKeys } from "./known-keys.ts";
import { toIssue } from "./messages.ts";
import { HOLDS, REFERENCE, WRAPPER } from "./prepare-schema.ts";

/** More than these help nobody, and a large value may break a rule at every element. */
export const MAX_ISSUES = 50;

/** What each branch of a failed union (or each element, of a failed `contains`) reports on its own. */
export type Recheck = (failure: Failure) => Failure[][];

/**
 * Turns what ajv reports into issues that a person can act on.
 *
 * ajv lists the failures of all branches of a union, one after the other, and with them keys as unknown that only a
 * failed branch would have known. Here the branch that was most likely meant speaks alone, and keys that any branch
 * knows count as unknown only if nothing else is wrong.
 */
export function explain(
  failures: readonly Failure[],
  defs: JsonObject,
  prefix: Path,
  recheck: Recheck,
): ValidationIssue[] {
  const issues = new Map<string, ValidationIssue>();
  for (const failure of simplify(failures, defs, recheck)) {
    const issue = toIssue(failure, prefix, defs);
    issues.set(JSON.stringify([issue.loc, issue.msg]), issue);
    if (issues.size === MAX_ISSUES) break;
  }
  if (issues.size > 0) return [...issues.values()];
  // All that was reported looked like a consequence of something else, but the value is still not valid.
  return [{ loc: [...prefix], msg: "The value does not match the schema", type: "schema" }];
}

function simplify(failures: readonly Failure[], defs: JsonObject, recheck: Recheck): Failure[] {
  const kept = failures.filter((failure) => !isNoise(failure));
  let rest = kept;
  const chosen: Failure[] = [];
  // A union is reported after all that its branches report: the last one is an outermost one.
  for (;;) {
    const union = rest.findLast(isUnion);
    if (union === undefined) break;
    const branches = recheck(union);
    const own = new Set(branches.flat().map(signature));
    const self = signature(union);
    rest = rest.filter((failure) => !own.has(signature(failure)) && signature(failure) !== self);
    const simplified = branches.map((branch) => simplify(branch, defs, recheck));
    chosen.push(...(union.keyword === "contains" ? [asPlain(union)] : chooseBranch(union, simplified).map(asPlain)));
  }
  return withoutSpuriousKeys([...rest, ...chosen], defs);
}

const UNIONS = new Set(["anyOf", "oneOf", "contains"]);

/** A union that was explained keeps its keyword with an empty list, so that it is not explained again. */
function isUnion(failure: Failure): boolean {
  return UNIONS.has(failure.keyword) && failure.schema !== EXPLAINED;
}

const EXPLAINED = "explained";

function asPlain(failure: Failure): Failure {
  return isUnion(failure) ? { ...failure, schema: EXPLAINED } : failure;
}

function isNoise(failure: Failure): boolean {
  if (failure.keyword === REFERENCE || failure.keyword === HOLDS) return true;
  // The outcome of the condition reports what is wrong, the schema for names what is wrong with a name.
  if (failure.keyword === "if" || failure.keyword === "propertyNames") return true;
  return failure.keyword === "anyOf" && failure.parent[WRAPPER] === true;
}

function withoutSpuriousKeys(failures: Failure[], defs: JsonObject): Failure[] {
  if (failures.every((failure) => failure.keyword === "unevaluatedProperties")) return failures;
  return failures.filter((failure) => {
    if (failure.keyword !== "unevaluatedProperties") return true;
    const keys = knownKeys(failure.parent, defs);
    return keys !== null && !keys.has(String(failure.params.unevaluatedProperty));
  });
}
