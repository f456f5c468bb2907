import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Rule } from "../rule.ts";
import { sourceFiles } from "../source-files.ts";

const OWN_SIZE = /\btext-\[[\d.]+(?:rem|px|em)\]/;

/** The dashboard's texts have sizes of its type scale. */
export const typeScale: Rule = {
  name: "type-scale",
  advice: "Take a size of the type scale in apps/web.",
  check: (root) =>
    sourceFiles(root, ["apps/web"]).filter((file) => OWN_SIZE.test(readFileSync(join(root, file), "utf8"))),
};
