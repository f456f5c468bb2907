import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describeFailure } from "./tally.mjs";

/**
 * Runs one Vitest project, its report shown as it goes, and returns its counts.
 *
 * @param {string} project
 * @param {string} reportFile
 * @param {{ cwd: string, env: NodeJS.ProcessEnv, shard?: string | undefined }} options `shard` is a share of its files, as "1/3"
 * @returns {Promise<import("./tally.mjs").Counts>}
 */
export async function runVitest(project, reportFile, { shard, ...options }) {
  const args = [
    "run",
    "--project",
    project,
    "--tags-filter=!thorough",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${reportFile}`,
    `--reporter=${join(import.meta.dirname, "error-reporter.mjs")}`,
    ...(shard ? [`--shard=${shard}`] : []),
  ];
  const errorFile = `${reportFile}.errors`;
  const env = { ...options.env, PRAGMA_TEST_ERRORS: errorFile };
  const child = spawn("vitest", args, { ...options, env, stdio: ["ignore", "inherit", "inherit"] });
  const code = await new Promise((resolve) => {
    child.once("error", () => resolve(1));
    child.once("close", resolve);
  });
  // countReport makes a failure of a missing report.
  const report = { text: readIfAny(reportFile), errors: JSON.parse(readIfAny(errorFile) || "[]") };
  const { counts, problem } = countReport(report, code === 0, options.cwd);
  if (problem) console.error(`${project}: ${problem}`);
  return counts;
}

/** @param {string} file */
function readIfAny(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/**
 * Counts of Vitest's JSON report. A run that says nothing, says nonsense, ran nothing, or failed beside its tests (a
 * leaked connection, an unhandled rejection) is a failure, never an empty success.
 *
 * @param {{ text: string, errors?: readonly string[] }} report as JSON, and what failed beside the tests
 * @param {boolean} exitedWell whether the process reported success
 * @param {string} root the folder that files are named from
 * @returns {{ counts: import("./tally.mjs").Counts, problem: string | null }}
 */
export function countReport({ text, errors = [] }, exitedWell, root) {
  const report = parse(text);
  if (!report) return { counts: { passed: 0, failed: 1, skipped: 0 }, problem: "Vitest left no readable report" };
  const { numPassedTests: passed, numFailedTests: failedTests, numPendingTests: pending, numTodoTests: todo } = report;
  // A file that cannot even be loaded has no tests to fail.
  const brokenFiles = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some(isFailure),
  );
  const failed = failedTests + brokenFiles.length;
  const counts = { passed, failed, skipped: pending + todo };
  const beside = errors.map((error) => describeFailure("Beside the tests", error));
  if (failed > 0) {
    return { counts: { ...counts, failures: [...failuresOf(report, brokenFiles, root), ...beside] }, problem: null };
  }
  if (!exitedWell) {
    const problem = "every test passed, but the run failed beside them";
    return { counts: { ...counts, failed: 1, failures: beside }, problem };
  }
  if (passed === 0) return { counts: { ...counts, failed: 1 }, problem: "there was not one test" };
  return { counts, problem: null };
}

/**
 * @param {Report} report
 * @param {FileResult[]} brokenFiles
 * @param {string} root
 * @returns {string[]}
 */
function failuresOf(report, brokenFiles, root) {
  return [
    ...brokenFiles.map((file) => describeFailure(relative(root, file.name), file.message)),
    ...report.testResults.flatMap((file) =>
      file.assertionResults
        .filter(isFailure)
        .map((test) => describeFailure(`${relative(root, file.name)} > ${test.fullName}`, test.failureMessages?.[0])),
    ),
  ];
}

/** @param {{ status: string }} result */
function isFailure(result) {
  return result.status === "failed";
}

/**
 * @typedef {{ status: string, fullName: string, failureMessages?: string[] }} TestResult
 * @typedef {{ name: string, status: string, message?: string, assertionResults: TestResult[] }} FileResult
 * @typedef {{
 *   numPassedTests: number, numFailedTests: number, numPendingTests: number, numTodoTests: number,
 *   testResults: FileResult[],
 * }} Report
 */

/**
 * @param {string} text
 * @returns {Report | null} null when it is not a report
 */
function parse(text) {
  try {
    const report = JSON.parse(text);
    const numbers = [report.numPassedTests, report.numFailedTests, report.numPendingTests, report.numTodoTests];
    return numbers.every(Number.isInteger) && Array.isArray(report.testResults) ? report : null;
  } catch {
    return null;
  }
}
