import { appendFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { Program, type ProgramOptions } from "@pragma/testing/program";
import { LOGS } from "./paths.ts";

/**
 * One of the product's programs, not started yet.
 *
 * @param logName name of its file in the folder of logs, to which it is appended
 */
export function service(app: ProgramOptions["app"], env: NodeJS.ProcessEnv, logName: string = app): Program {
  mkdirSync(LOGS, { recursive: true });
  const file = join(LOGS, `${logName}.log`);
  return new Program({
    app,
    env,
    name: logName,
    flags: ["--enable-source-maps"],
    onLine: (_, line) => appendFileSync(file, `${line}\n`),
  });
}
