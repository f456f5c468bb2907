import process from "node:process";
import { check } from "recheck";
import type { Rule } from "../rule.ts";
import { sourceFiles } from "../source-files.ts";
import { type FoundExpression, findExpressions } from "./find-expressions.ts";

/** Folders of code that runs in the API, the worker, the dashboard and in providers, on what somebody else wrote. */
const FOLDERS = ["apps", "packages", "providers"];

/** Code that reads only what its own user, or the operator, gives it; or under limits of its own. Tests have their own. */
const LEFT_OUT: readonly [folder: string, reason: string][] = [
  ["packages/cli/", "runs for the user who wrote the manifest"],
  ["apps/web/src/features/resource-editor/", "runs in the browser, on what its user types"],
  ["packages/runtime/src/build/program/", "runs in the sandbox, under the limits of the one build it is for"],
];

/** Expressions that are not a fault, or that cannot be judged from the source; each says why it is harmless. */
const ACCEPTED: readonly [file: string, text: string, reason: string][] = [
  ["apps/api/src/http/not-found.ts", "new RegExp(", "made of the paths of the contract, `[^/]+` between slashes"],
  ["apps/web/src/features/account/browser-name.ts", "Safari", "looks at 512 characters at most"],
  [
    "apps/web/src/features/resource-elements/key-mentions.ts",
    "new RegExp(",
    "each repetition is bounded; it starts at words only",
  ],
  [
    "apps/web/src/features/resource-editor/yaml/document-type.ts",
    "new RegExp(",
    "is made of words of the program, and each repetition is followed by what it cannot match",
  ],
  ["packages/cli/src/manifest/find-files.ts", "new RegExp(", "is made of the file names that its user typed"],
  ["packages/core/src/foundation/common/environment.ts", "/\\/+$/", "reads a setting of the operator"],
  ["packages/core/src/foundation/schemas/compiled-schema.ts", "new RegExp(pattern", "runs in a thread with a deadline"],
  ["packages/db/src/embedded/start.ts", "could not bind", "reads what the embedded server printed at its start"],
  ["packages/runtime/src/build/install-failure.ts", "|", "looks at 1,000 characters of a line at most"],
  ["packages/sdk/src/client/internal/transport.ts", "/\\/+$/", "reads the address that the caller configured"],
];

/** No expression takes longer than linear time on what somebody else wrote. */
export const regularExpressions: Rule = {
  name: "regular-expressions",
  advice: "Rewrite it so that no text can be read in two ways, or bound what it is run on and accept it in this rule.",
  async check(root) {
    // A program of its own is much faster than the same in JavaScript, which stands in where there is none.
    process.env["RECHECK_BACKEND"] ??= "native";
    const found = sourceFiles(root, FOLDERS)
      .flatMap((file) => findExpressions(root, file))
      .filter((expression) => !isLeftOut(expression));
    const gone = new Set(ACCEPTED);
    const faults: string[] = [];
    for (const expression of found) {
      const accepted = ACCEPTED.find(([file, text]) => file === expression.file && expression.text.includes(text));
      if (accepted) gone.delete(accepted);
      const fault = accepted ? undefined : await faultOf(expression);
      if (fault !== undefined) faults.push(`${expression.file}:${expression.line}: ${expression.text} ${fault}`);
    }
    return [...faults, ...[...gone].map(([file, text]) => `${file}: ${text} is accepted, and not there any more`)];
  },
};

/** An expression made at run time may come from a stranger's schema, so it is judged wherever it stands. */
function isLeftOut({ file, source }: FoundExpression): boolean {
  if (file.startsWith("packages/testing/")) return true;
  return source !== undefined && LEFT_OUT.some(([folder]) => file.startsWith(folder));
}

/** Fault of an expression; undefined if there is none. */
export async function faultOf({
  source,
  flags,
}: Pick<FoundExpression, "source" | "flags">): Promise<string | undefined> {
  if (source === undefined) return "cannot be judged: it is made while the program runs";
  // Without an unbounded repetition, the work at each place is bounded.
  if (!/[*+]|\{\d+,\}/.test(source)) return undefined;
  const verdict = await check(source, flags, { timeout: 60_000 });
  if (verdict.status === "safe") return undefined;
  return verdict.status === "vulnerable" ? `takes ${verdict.complexity.summary} time` : "could not be judged";
}
