import { readFileSync } from "node:fs";
import { check, type Facts } from "@pragma/testing/chaos";
import { count, countsLine, violationLines } from "./report.ts";

/** Checks a trace that a run has written once more: `node tooling/chaos/src/check-trace.ts chaos-trace.json`. */
const facts = JSON.parse(readFileSync(process.argv[2] ?? "chaos-trace.json", "utf8")) as Facts;
const violations = check(facts);
console.log(`seed ${facts.seed}: ${countsLine(count(facts, violations))}`);
for (const line of violationLines(facts, violations)) console.log(line);
process.exitCode = violations.length > 0 ? 1 : 0;
