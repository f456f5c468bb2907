import { join } from "node:path";
import process from "node:process";
import type { Rule } from "./rule.ts";
import { checkedTypes } from "./rules/checked-types.ts";
import { regularExpressions } from "./rules/regular-expressions.ts";
import { resourceStates } from "./rules/resource-states.ts";
import { typeScale } from "./rules/type-scale.ts";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const RULES: readonly Rule[] = [checkedTypes, typeScale, resourceStates, regularExpressions];

for (const { name, advice, check } of RULES) {
  const faults = await check(ROOT);
  if (faults.length === 0) continue;
  console.error(`${name}:\n${faults.map((fault) => `  ${fault}\n`).join("")}${advice}\n`);
  process.exitCode = 1;
}
