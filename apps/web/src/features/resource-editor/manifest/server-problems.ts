import type { Path, ValidationIssue } from "@pragma/contract";
import type { Problem } from "./problem.ts";

/** The server's errors, with paths into the manifest. */
export function serverProblems(issues: readonly ValidationIssue[]): Problem[] {
  return issues.map(({ loc, msg, type }) => {
    const [root, ...rest] = loc;
    const path: Path = root === "body" ? rest : [...loc];
    return { path, message: msg, severity: "error", ...(type === "required" ? { missing: true } : {}) };
  });
}
