import type { FullResult, Reporter } from "@playwright/test/reporter";
import { tailOfLogs } from "./log-tail.ts";

/** After a failed run: what the services said last, since a page often shows only that something went wrong. */
export default class LogReporter implements Reporter {
  async onEnd(result: FullResult): Promise<void> {
    if (result.status !== "passed") process.stderr.write(`\n${await tailOfLogs()}\n`);
  }

  printsToStdio(): boolean {
    return false;
  }
}
