import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { answers } from "./answers.ts";
import type { Block, Commands, SavedFile } from "./parse-guide.ts";

export type Replacement = readonly [written: RegExp, real: string];

export interface GuideRun {
  /** The repository, in which tests named by `tested by` must be. */
  root: string;
  /** Where the reader stands. */
  folder: string;
  env: Record<string, string>;
  /** Texts that guides write, such as addresses, and what stands for them here. */
  replaced: readonly Replacement[];
  /** Milliseconds after which it is stopped, with what it had printed by then. */
  patience: number;
}

/**
 * Runs the blocks of a guide one after another in one bash, as a reader would paste them. A command that fails ends it.
 *
 * @throws Error with the line of the first block that failed or answered otherwise, and what it printed
 */
export async function runGuide(
  blocks: readonly Block[],
  { root, folder, env, replaced, patience }: GuideRun,
): Promise<void> {
  const mark = `--- ${randomUUID()}`;
  const here = (text: string): string => replaced.reduce((done, [written, real]) => done.replace(written, real), text);
  const script = ["set -eo pipefail", "exec 2>&1"];
  const ran: Commands[] = [];
  for (const block of blocks) {
    if (block.kind === "file") script.push(save(block, mark));
    else if (block.testedBy === undefined) {
      script.push(`printf '\\n%s\\n' '${mark}'`, run(here(block.code), block.exitCode));
      ran.push(block);
    } else if (!existsSync(join(root, block.testedBy))) {
      throw new Error(`line ${block.line}: there is no ${block.testedBy}`);
    }
  }
  if (ran.length === 0) throw new Error("there is nothing to run");

  const { code, output } = await bash(script.join("\n"), folder, env, patience);
  const outputs = output.split(`\n${mark}\n`).slice(1);
  for (const [index, block] of ran.slice(0, outputs.length).entries()) {
    const printed = outputs[index] ?? "";
    const told = `line ${block.line}:\n${block.code}\nprinted:\n${printed}`;
    if (index === outputs.length - 1 && code !== 0) {
      throw new Error(`${code === null ? `not over after ${patience} ms` : `exit code ${code}`}, ${told}`);
    }
    if (block.answer !== undefined && !answers(printed, here(block.answer))) {
      throw new Error(`the guide shows another answer, ${told}`);
    }
  }
}

function run(code: string, exitCode: number | undefined): string {
  if (exitCode === undefined) return code;
  return `set +e\n( set -eo pipefail\n${code})\nended=$?\nset -e\n[ $ended = ${exitCode} ] || { echo "exit code $ended"; exit 1; }`;
}

function save({ path, text }: SavedFile, mark: string): string {
  return `mkdir -p "$(dirname '${path}')"\ncat > '${path}' <<'${mark}'\n${text}${mark}`;
}

/** @returns null as code if it was stopped */
async function bash(script: string, cwd: string, env: Record<string, string>, patience: number) {
  // From a file: commands that read their input would read a script that comes by stdin.
  const place = await mkdtemp(join(tmpdir(), "pragma-guide-script-"));
  await writeFile(join(place, "script.sh"), script);
  const child = spawn("bash", [join(place, "script.sh")], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const closed = once(child, "close");
  const timer = setTimeout(() => endGroup(child.pid), patience);
  const [code] = (await once(child, "exit")) as [number | null];
  clearTimeout(timer);
  endGroup(child.pid);
  await closed;
  await rm(place, { recursive: true });
  return { code, output };
}

/** Ends what a guide started in the background and, since it failed, did not end. */
function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}
