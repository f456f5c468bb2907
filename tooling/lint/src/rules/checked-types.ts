import { join, relative } from "node:path";
import ts from "typescript";
import type { Rule } from "../rule.ts";
import { repositoryFiles } from "../source-files.ts";

const PROGRAMS = ["tooling/typescript/node.json", "tooling/typescript/browser.json", "apps/web/tsconfig.json"];

/** Programs of their own, with dependencies that are installed where they are used. */
const ELSEWHERE = /^(packages\/sdk\/template|bench\/peer)\//;

/** The types of each file of the repository are checked. */
export const checkedTypes: Rule = {
  name: "checked-types",
  advice: `Include it in one of ${PROGRAMS.join(", ")}: nobody checks its types.`,
  check(root) {
    const checked = new Set(PROGRAMS.flatMap((program) => filesOf(root, program)));
    const files = repositoryFiles(root, ["*.ts", "*.tsx", "tooling/bootstrap/*.mjs"]);
    return files.filter((file) => !checked.has(file) && !ELSEWHERE.test(file));
  },
};

function filesOf(root: string, program: string): string[] {
  const parsed = ts.getParsedCommandLineOfConfigFile(join(root, program), undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic({ messageText }) {
      throw new Error(`${program}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`);
    },
  });
  return (parsed?.fileNames ?? []).map((file) => relative(root, file));
}
