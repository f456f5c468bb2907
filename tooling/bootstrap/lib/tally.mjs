import { stripVTControlCharacters } from "node:util";
import { CommandError } from "./run.mjs";

/**
 * `failures` names each test that failed with the first lines of its error, so that the end of a log tells what to
 * look for in the rest.
 *
 * @typedef {{ passed: number, failed: number, skipped: number, failures?: string[] }} Counts
 */

/** Lines of an error that the summary shows: enough to know it again, the whole stands above. */
const ERROR_LINES = 12;

/** Counts what passed and failed over all steps. */
export class Tally {
  /** @type {{ name: string, counts: Counts }[]} */
  #rows = [];

  /** @type {string[]} */
  #notRun = [];

  /**
   * @param {string} name
   * @param {Counts} counts
   */
  add(name, counts) {
    this.#rows.push({ name, counts });
  }

  /** @param {string} reason what could be neither found nor installed */
  notRun(reason) {
    this.#notRun.push(reason);
  }

  /** @returns {number} */
  get failed() {
    return this.#rows.reduce((sum, row) => sum + row.counts.failed, 0);
  }

  /** @returns {string} a line a step, what failed in it, what was not run, and the count as the last line */
  summary() {
    const passed = this.#rows.reduce((sum, row) => sum + row.counts.passed, 0);
    const rows = this.#rows.flatMap(({ name, counts }) => {
      const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
      const mark = counts.failed > 0 ? "✗" : "✓";
      return [
        `  ${mark} ${name}: ${counts.passed} passed, ${counts.failed} failed${skipped}`,
        ...(counts.failures ?? []).map((failure) => failure.replace(/^/gm, "      ")),
      ];
    });
    return [
      "",
      ...rows,
      ...this.#notRun.map((reason) => `not run: ${reason}`),
      "",
      `${passed} passed, ${this.failed} failed`,
    ].join("\n");
  }
}

/**
 * Describes a failed test in the summary.
 *
 * @param {string} name its file and the titles that lead to it
 * @param {string | undefined} error
 * @returns {string}
 */
export function describeFailure(name, error) {
  const lines = stripVTControlCharacters(error ?? "")
    .trim()
    .split("\n");
  return [
    name,
    ...lines
      .slice(0, ERROR_LINES)
      .filter((line) => line !== "")
      .map((line) => `  ${line}`),
  ].join("\n");
}

/**
 * Text to print about a failed step.
 *
 * @param {unknown} error
 * @returns {string}
 */
export function failureOf(error) {
  if (error instanceof CommandError) return `${error.output.trim()}\n${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
