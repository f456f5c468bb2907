import type { JsonObject, Path, ValidationIssue } from "@pragma/contract";
import { chooseBranch } from "./choose-branch.ts";
import { type Failure, signature } from "./failure.ts";
import { knownKeys } from "./known-keys.ts";
import { toIssue } from "./messages.ts";
import { HOLDS, REFERENCE, WRAPPER } from "./prepare-schema.ts";

/** More issues would not help, and a large value may violate a rule at every element. */
const MAX_ISSUES = 50;

/** The failures that each branch of a failed union (or each element of a failed `contains`) reports on its own. */
export type Recheck = (failure: Failure) => Failure[][];

/**
 * Turns ajv's errors into issues that a person can act on.
 *
 * ajv lists the failures of all branches of a union, one after the other, and reports keys as unknown that only a
 * failed branch would have known. Here only the branch that was most likely meant is reported, and keys that any branch
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
  // Every reported failure looked like a consequence of another, but the value is still invalid.
  return [{ loc: [...prefix], msg: "The value does not match the schema", type: "schema" }];
}

function simplify(failures: readonly Failure[], defs: JsonObject, recheck: Recheck): Failure[] {
  const reported = failures.filter((failure) => !isNoise(failure));
  const plain: Failure[] = [];
  const chosen: Failure[] = [];
  // ajv reports a union right after the failures of its branches: from the end, an outermost one comes first.
  for (let left = reported.length; left > 0; ) {
    const failure = reported[--left] as Failure;
    if (!isUnion(failure)) {
      plain.push(failure);
      continue;
    }
    const branches = recheck(failure);
    const own = new Set(branches.flat().map(signature));
    while (left > 0 && own.has(signature(reported[left - 1] as Failure))) left--;
    const simplified = branches.map((branch) => simplify(branch, defs, recheck));
    const meant = failure.keyword === "contains" ? [failure] : chooseBranch(failure, simplified);
    for (const one of meant) chosen.push(asPlain(one));
  }
  return withoutSpuriousKeys([...plain.reverse(), ...chosen], defs);
}

const UNIONS = new Set(["anyOf", "oneOf", "contains"]);

/** An explained union keeps its keyword but gets an empty list, so that it is not explained again. */
function isUnion(failure: Failure): boolean {
  return UNIONS.has(failure.keyword) && failure.schema !== EXPLAINED;
}

const EXPLAINED = "explained";

function asPlain(failure: Failure): Failure {
  return isUnion(failure) ? { ...failure, schema: EXPLAINED } : failure;
}

function isNoise(failure: Failure): boolean {
  if (failure.keyword === REFERENCE || failure.keyword === HOLDS) return true;
  // The branch of the condition reports what is wrong, and so does the schema for names.
  if (failure.keyword === "if" || failure.keyword === "propertyNames") return true;
  return failure.keyword === "anyOf" && failure.parent[WRAPPER] === true;
}

function withoutSpuriousKeys(failures: Failure[], defs: JsonObject): Failure[] {
  if (failures.every((failure) => failure.keyword === "unevaluatedProperties")) return failures;
  const known = new Map<JsonObject, ReturnType<typeof knownKeys>>();
  return failures.filter((failure) => {
    const { keyword, parent } = failure;
    if (keyword !== "unevaluatedProperties") return true;
    if (!known.has(parent)) known.set(parent, knownKeys(parent, defs));
    const keys = known.get(parent) ?? null;
    return keys !== null && !keys.has(String(failure.params.unevaluatedProperty));
  });
}
