import { join } from "node:path";
import { z } from "zod";
import { BuildError } from "../build-contract/build-error.ts";
import type { BuildLog } from "../build-contract/build-log.ts";
import { runInSandbox, type SandboxRunEnd } from "../sandbox/run-in-sandbox.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import type { BuildFolders } from "./build-folders.ts";
import { failedSchema, RESULT_FILE, type StepPlan } from "./program/plan.ts";
import { readOutput } from "./read-output.ts";

const RESULT_BYTES = 64 * 1024;
const TAIL_CHARACTERS = 64 * 1024;
/** Node for the package managers and esbuild, which hold whole dependency trees in memory. */
const LIMITS = { memoryMb: 2560, totalMemoryMb: 4096, processes: 256, openFiles: 4096, fileMb: 256 };

/** The shared state of the steps of a build. */
export interface BuildRun {
  sandbox: Sandbox;
  folders: BuildFolders;
  log: BuildLog;
  signal: AbortSignal;
  /** Milliseconds that are left of the build's time. */
  timeLeft(): number;
}

/** A command of a step. */
export interface StepCommand {
  name: string;
  command: string[];
  env: Record<string, string>;
  mounts: string[];
  network: "host" | "none";
  /** Timeout in milliseconds; by default the rest of the build's time. */
  timeoutMs?: number;
}

/**
 * Runs a command in the work folder and waits for its end.
 *
 * @returns how it ended, and the end of its output
 * @throws BuildError when its time is up or a limit killed it
 */
export async function runCommand(run: BuildRun, step: StepCommand): Promise<SandboxRunEnd & { output: string }> {
  let output = "";
  const { name, mounts, timeoutMs = Number.POSITIVE_INFINITY, ...command } = step;
  const end = await runInSandbox(run.sandbox, {
    ...command,
    cwd: run.folders.work,
    mounts: [{ path: run.folders.work, writable: true }, ...mounts.map((path) => ({ path }))],
    limits: LIMITS,
    timeoutMs: Math.max(Math.min(run.timeLeft(), timeoutMs), 1),
    signal: run.signal,
    onOutput: (text) => {
      output = (output + text).slice(-TAIL_CHARACTERS);
      run.log.push(text);
    },
  });
  run.log.flush();
  if (end.timedOut) throw new BuildError(`The build's time was up during: ${name}`);
  const failed = end.code !== 0;
  if (end.signal !== null || (failed && /heap out of memory|cannot allocate memory|out of memory/i.test(output))) {
    throw new BuildError(`${name} took more memory than a build has, or another of its limits ended it`);
  }
  return { ...end, output };
}

/** Runs one of the build's own steps. @throws BuildError with what the step found to fix */
export async function runStep(
  run: BuildRun,
  step: Pick<StepCommand, "name" | "mounts" | "timeoutMs"> & {
    plan: StepPlan;
    node: string;
    program: string;
    env?: Record<string, string>;
  },
): Promise<void> {
  const { plan, node, program, mounts, env = {}, ...more } = step;
  const command = [node, program, JSON.stringify(plan)];
  const { name } = more;
  const end = await runCommand(run, { ...more, command, env, mounts: [node, program, ...mounts], network: "none" });
  const result = await readResult(run, RESULT_FILE, z.unknown());
  const failed = failedSchema.safeParse(result);
  if (failed.success) throw new BuildError(failed.data.failure);
  if (end.code === 0 && result !== null) return;
  throw new Error(`${name}: the step exited with code ${end.code}: ${end.output.slice(-2_000).trim()}`);
}

/** Reads JSON that a step wrote to the work folder; null if there is none. */
export async function readResult<T>(run: BuildRun, file: string, schema: z.ZodType<T>): Promise<T | null> {
  const bytes = await readOutput(join(run.folders.work, file), RESULT_BYTES);
  return bytes && schema.parse(JSON.parse(bytes.toString("utf8")));
}
