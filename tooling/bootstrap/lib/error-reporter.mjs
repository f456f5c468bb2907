import { writeFileSync } from "node:fs";

/**
 * A reporter of Vitest that writes what failed beside the tests, as a JSON list of texts, to the file in `PRAGMA_TEST_ERRORS`: its
 * JSON report has none of it.
 */
export default class ErrorReporter {
  /**
   * @param {unknown} _modules
   * @param {readonly { name?: string, message: string, stack?: string, VITEST_TEST_PATH?: string, type?: string }[]} errors
   */
  onTestRunEnd(_modules, errors) {
    const texts = errors.map(({ type, VITEST_TEST_PATH: file, message, stack }) =>
      [[type, file && `in ${file}`].filter(Boolean).join(" "), stack || message].filter(Boolean).join("\n"),
    );
    writeFileSync(process.env.PRAGMA_TEST_ERRORS ?? "", JSON.stringify(texts));
  }
}
