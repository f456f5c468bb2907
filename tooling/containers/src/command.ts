import { spawn } from "node:child_process";

export interface CommandOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Whether a failure is an answer, too. */
  mayFail?: boolean;
}

export interface Answer {
  code: number | null;
  output: string;
}

/**
 * Runs a command to its end.
 *
 * @returns what it printed, on both streams
 * @throws Error with that, if it fails and must not
 */
export async function command(program: string, args: readonly string[], options: CommandOptions = {}): Promise<Answer> {
  const child = spawn(program, args, { cwd: options.cwd, env: options.env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0 && !options.mayFail) {
    throw new Error(`${program} ${args.join(" ")} ended with ${code}:\n${output.slice(-4000)}`);
  }
  return { code, output: output.trim() };
}
