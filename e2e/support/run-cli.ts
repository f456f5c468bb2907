import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { ROOT } from "./paths.ts";
import { stackInfo } from "./stack-info.ts";

/** Runs the command line as it ships, which must succeed. @returns what it prints */
export async function runCli(token: string, args: readonly string[]): Promise<string> {
  const env = { PATH: process.env.PATH ?? "", PRAGMA_API_URL: stackInfo().apiUrl, PRAGMA_AUTH_TOKEN: token };
  const { stdout } = await promisify(execFile)(process.execPath, [`${ROOT}/packages/cli/dist/pragma.js`, ...args], {
    env,
  });
  return stdout;
}
