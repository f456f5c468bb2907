import { writeFileSync } from "node:fs";

/**
 * @typedef {{ name?: string, message: string, stack?: string, VITEST_TEST_PATH?: string, type?: string, cause?: unknown }} Failure
 */

/**
 * A reporter of Vitest that writes what failed beside the tests, as a JSON list of texts, to the file in `PRAGMA_TEST_ERRORS`: its
 * JSON report has none of it.
 */
export default class ErrorReporter {
  /**
   * @param {unknown} _modules
   * @param {readonly Failure[]} errors
   */
  onTestRunEnd(_modules, errors) {
    const texts = errors.map(({ type, VITEST_TEST_PATH: file, message, stack, cause }) =>
      [[type, file && `in ${file}`].filter(Boolean).join(" "), stack || message, ...causes(cause)]
        .filter(Boolean)
        .join("\n"),
    );
    writeFileSync(process.env.PRAGMA_TEST_ERRORS ?? "", JSON.stringify(texts));
  }
}

/**
 * Causes of an error, down to the first: how a test's process ended is told nowhere else.
 *
 * @param {unknown} cause
 * @returns {string[]}
 */
function causes(cause) {
  if (typeof cause !== "object" || cause === null || !("message" in cause)) return [];
  return [`Caused by: ${cause.message}`, ...("cause" in cause ? causes(cause.cause) : [])];
}
