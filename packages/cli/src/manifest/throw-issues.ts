import type { ValidationIssue } from "@pragma/sdk";
import { CliError } from "../errors/cli-error.ts";
import { EXIT, type ExitCode } from "../errors/exit-codes.ts";
import { worstExitCode } from "../errors/worst-exit-code.ts";
import type { ManifestDocument } from "./document.ts";
import { findPlace, issueText } from "./place-of.ts";
import { faultLines } from "./throw-faults.ts";

/** Reasons that lie in the state of things, not in what is declared. */
const CONFLICTS = new Set(["deletion_protected", "has_dependents", "precondition_failed", "quota_exceeded"]);

/**
 * Throws what the API refuses, each with file, line and column where it stands in a file.
 *
 * @throws CliError if there is anything; its exit code is 5 if only the state of other resources is in the way
 */
export function throwIssues(issues: readonly ValidationIssue[], documents: readonly ManifestDocument[]): void {
  if (issues.length === 0) return;
  const located = issues.flatMap((issue) => {
    const place = findPlace(documents, issue.loc);
    return place === null ? [] : [{ ...place, message: issueText(issue) }];
  });
  const others = issues.filter(({ loc }) => findPlace(documents, loc) === null).map(issueText);
  const message = [...faultLines(located), ...new Set(others)].join("\n");
  throw new CliError(message, { exitCode: exitCodeOf(issues), hint: "Nothing was applied." });
}

/** The exit code of a plan that refuses something. */
export function exitCodeOf(issues: readonly ValidationIssue[]): ExitCode {
  return worstExitCode(issues.map(({ type }) => (CONFLICTS.has(type) ? EXIT.conflict : EXIT.usage)));
}
