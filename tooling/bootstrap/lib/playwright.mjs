import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describeFailure } from "./tally.mjs";

/**
 * Runs the tests in the browser and returns their counts.
 *
 * @param {string} reportFile
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, shard?: string | undefined, output: import("./held-output.mjs").HeldOutput }} options
 *   `cwd` is the folder of the repository, `shard` a share of the tests, as "1/3"; `output` takes their report
 * @returns {Promise<import("./tally.mjs").Counts>}
 */
export async function runPlaywright(reportFile, options) {
  const folder = join(options.cwd, "e2e");
  const args = ["test", "--grep-invert=@thorough", ...(options.shard ? [`--shard=${options.shard}`] : [])];
  const child = spawn(join(folder, "node_modules", ".bin", "playwright"), args, {
    cwd: folder,
    env: { ...options.env, PRAGMA_E2E_REPORT: reportFile },
    stdio: ["ignore", "pipe", "pipe"],
  });
  options.output.collect(child);
  const code = await new Promise((resolve) => {
    child.once("error", () => resolve(1));
    child.once("close", resolve);
  });
  let text = "";
  try {
    text = readFileSync(reportFile, "utf8");
  } catch {
    // countBrowserReport makes a failure of a missing report.
  }
  const { counts, problem } = countBrowserReport(text, code === 0);
  if (problem) console.error(`browser: ${problem}`);
  return counts;
}

/**
 * Counts of Playwright's JSON report. Passed is only what passed at once: a test that failed first, was interrupted, or
 * never came to run counts as failed, and so does a run that says nothing, ran nothing, or failed beside its tests.
 *
 * @param {string} text
 * @param {boolean} exitedWell whether the process reported success
 * @returns {{ counts: import("./tally.mjs").Counts, problem: string | null }}
 */
export function countBrowserReport(text, exitedWell) {
  const report = parse(text);
  if (!report) return { counts: { passed: 0, failed: 1, skipped: 0 }, problem: "Playwright left no readable report" };
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const failures = [];
  for (const { spec, test } of testsOf(report.suites)) {
    const verdict = verdictOf(test);
    counts[verdict]++;
    if (verdict === "failed") {
      const error = test.results?.find((result) => result.error)?.error?.message;
      failures.push(describeFailure(`${spec.file}:${spec.line} > ${spec.title}`, error));
    }
  }
  if (counts.failed > 0) return { counts: { ...counts, failures }, problem: null };
  if (!exitedWell || report.errors.length > 0) {
    return { counts: { ...counts, failed: 1 }, problem: "every test passed, but the run failed beside them" };
  }
  if (counts.passed === 0) return { counts: { ...counts, failed: 1 }, problem: "there was not one test" };
  return { counts, problem: null };
}

/**
 * @typedef {{ status: string, expectedStatus: string, results?: { error?: { message?: string } }[] }} Test
 * @typedef {{ title: string, file: string, line: number, tests: Test[] }} Spec
 * @typedef {{ specs?: Spec[], suites?: Suite[] }} Suite a file, or a group in one
 * @typedef {{ suites: Suite[], errors: unknown[] }} Report
 */

/**
 * @param {Suite[]} suites
 * @returns {{ spec: Spec, test: Test }[]} those of the suites within as well
 */
function testsOf(suites) {
  return suites.flatMap(({ specs = [], suites: inner = [] }) => [
    ...specs.flatMap((spec) => spec.tests.map((test) => ({ spec, test }))),
    ...testsOf(inner),
  ]);
}

/**
 * Playwright says "skipped" of what it did not get to, too; such a test was not meant to be skipped.
 *
 * @param {Test} test
 * @returns {"passed" | "failed" | "skipped"}
 */
function verdictOf({ status, expectedStatus }) {
  if (status === "expected") return "passed";
  return status === "skipped" && expectedStatus === "skipped" ? "skipped" : "failed";
}

/**
 * @param {string} text
 * @returns {Report | null} null when it is not a report
 */
function parse(text) {
  try {
    const report = JSON.parse(text);
    return Array.isArray(report.suites) && Array.isArray(report.errors) ? report : null;
  } catch {
    return null;
  }
}
