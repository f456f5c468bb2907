import { CommandError } from "./run.mjs";

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

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

  /** @returns {string} a line a step, what was not run, and the count as the last line */
  summary() {
    const passed = this.#rows.reduce((sum, row) => sum + row.counts.passed, 0);
    const rows = this.#rows.map(({ name, counts }) => {
      const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : "";
      return `  ${counts.failed > 0 ? "✗" : "✓"} ${name}: ${counts.passed} passed, ${counts.failed} failed${skipped}`;
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
 * What to print about a failed step.
 *
 * @param {unknown} error
 * @returns {string}
 */
export function failureOf(error) {
  if (error instanceof CommandError) return `${error.output.trim()}\n${error.message}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
