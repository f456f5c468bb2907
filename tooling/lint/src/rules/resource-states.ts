import type { Rule } from "../rule.ts";
import { sourceFiles } from "../source-files.ts";
import { findStateComparisons } from "./find-state-comparisons.ts";

/** Where the rules stand, and who must not share them. */
const LEFT_OUT: readonly [path: string, reason: string][] = [
  ["packages/contract/src/lifecycle.ts", "the predicates themselves"],
  ["packages/core/src/resources/lifecycle/states/standing.ts", "the predicates of a row"],
  ["packages/core/src/resources/lifecycle/test/", "holds the predicates against a model of its own"],
  ["packages/sdk/", "is published without the contract"],
  ["packages/testing/", "judges the product from outside: with its predicates it would share its faults"],
];

/** Nobody compares the states of resources but the predicates of the contract. */
export const resourceStates: Rule = {
  name: "resource-states",
  advice:
    "Ask a predicate of packages/contract/src/lifecycle.ts, or one of a whole row of core/src/resources/lifecycle; in SQL, a " +
    "condition of packages/db/src/queries/sql/lifecycle.ts. When each place compared for itself, the dashboard, the " +
    "command and the queries came to disagree about when a resource blocks its dependents.",
  check: (root) =>
    sourceFiles(root, ["apps", "packages"])
      .filter((file) => !LEFT_OUT.some(([path]) => file.startsWith(path)))
      .flatMap((file) => findStateComparisons(root, file))
      .map(({ file, line, text }) => `${file}:${line}: ${text}`),
};
