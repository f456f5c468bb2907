import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import type { UidRange } from "./accounts.ts";
import { BubblewrapSandbox, SETPRIV } from "./bubblewrap-sandbox.ts";
import { closeInheritedDescriptors } from "./inherited-descriptors.ts";
import { PlainSandbox } from "./plain-sandbox.ts";
import { runInSandbox } from "./run-in-sandbox.ts";
import type { Sandbox, SandboxKind, SandboxMount } from "./sandbox.ts";
import { describeEnd } from "./sandboxed-process.ts";
import { UserSandbox } from "./user-sandbox.ts";
import { possibleWalls } from "./walls.ts";

/** Settings of the detection, all optional. */
export interface DetectSandboxOptions {
  /** The kind to use, or fail; the strongest that works with `auto`, which is the default: `none` has to be named. */
  require?: SandboxKind | "auto" | undefined;
  /** Whether `auto` may end at `none`, for a caller that names it then. By default it fails. */
  orNone?: boolean | undefined;
  /** Accounts that root may assign to processes. By default 100 million from 1900000000 on. */
  uids?: UidRange | undefined;
  /** Where working directories are made without bubblewrap. The system's folder for temporary files if left out. */
  workRoot?: string | undefined;
}

/** The required sandbox does not work here, or none does. */
export class SandboxError extends Error {
  override name = "SandboxError";
}

const PROBE_TIMEOUT_MS = 20_000;
/** Node with a thread, which is more than a version that is printed before anything starts. */
const TRIAL = "new (require('node:worker_threads').Worker)('', { eval: true })";

/**
 * Finds the strongest sandbox that works here, by running a program in it. Descriptors that this process was started with are
 * closed, the usual three aside, since every sandbox would pass them on.
 *
 * @throws SandboxError when the one that is required does not work, or nothing does, with the reasons
 */
export async function detectSandbox(options: DetectSandboxOptions = {}): Promise<Sandbox> {
  const { require: required = "auto", orNone = false, uids, workRoot } = options;
  closeInheritedDescriptors();
  const isRoot = process.getuid?.() === 0;
  const reasons: string[] = [];
  if (required === "auto" || required === "bubblewrap") {
    const program = findProgram("bwrap");
    const found = program ? await detectBubblewrap(program, isRoot, uids) : "bubblewrap is not installed";
    if (typeof found !== "string") return found;
    reasons.push(found);
  }
  if (required === "auto" || required === "user") {
    const base = { why: reasons[0] ?? "by configuration", uids, workRoot };
    const sandbox = new UserSandbox({ ...base, cutsNetwork: false });
    const problem = isRoot ? await problemOf(sandbox) : "only root can run programs under accounts of their own";
    if (problem === null) {
      const cutting = new UserSandbox({ ...base, cutsNetwork: true });
      return (await problemOf(cutting, "none")) === null ? cutting : sandbox;
    }
    reasons.push(problem);
  }
  if (required === "none" || (required === "auto" && orNone))
    return new PlainSandbox(reasons.join("; ") || "by configuration", workRoot);
  if (required === "auto")
    throw new SandboxError(
      `No sandbox works here: ${reasons.join("; ")}. Install bubblewrap, or fix what keeps it from working; to run provider code with all rights of this account, set PRAGMA_SANDBOX=none.`,
    );
  throw new SandboxError(`The sandbox "${required}" is required and does not work here: ${reasons.join("; ")}.`);
}

/**
 * bubblewrap with all protections that work here, and the missing ones in its description; or why it does not work at
 * all.
 */
async function detectBubblewrap(program: string, isRoot: boolean, uids?: UidRange): Promise<Sandbox | string> {
  let problem = "";
  for await (const walls of possibleWalls(isRoot ? [program, SETPRIV] : [])) {
    const sandbox = new BubblewrapSandbox(program, isRoot, walls, uids);
    const found = await problemOf(sandbox);
    if (found === null) {
      const isCut = (await problemOf(sandbox, "none")) === null;
      return isCut ? sandbox : new BubblewrapSandbox(program, isRoot, walls, uids, false);
    }
    problem = found;
  }
  return problem;
}

/** Why a program cannot be run in it; null if it can. */
async function problemOf(sandbox: Sandbox, network: "host" | "none" = "host"): Promise<string | null> {
  let output = "";
  try {
    const end = await runInSandbox(sandbox, {
      command: [process.execPath, "-e", TRIAL],
      mounts: nodeMounts(),
      network,
      env: {},
      timeoutMs: PROBE_TIMEOUT_MS,
      onOutput: (text) => {
        output = `${output}${text}`.slice(-1_000);
      },
    });
    if (end.timedOut) return `${sandbox.kind}: a trial took longer than ${PROBE_TIMEOUT_MS / 1000} s`;
    if (end.code === 0) return null;
    return `${sandbox.kind}: a trial ${describeEnd({ ...end, error: null })}: ${output.trim()}`;
  } catch (error) {
    return `${sandbox.kind}: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** Returns the mounts that this Node needs to run. */
export function nodeMounts(): SandboxMount[] {
  return [{ path: process.execPath }];
}

function findProgram(name: string): string | null {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/bin", "/usr/local/bin", "/bin"];
  for (const folder of folders.filter((path) => path.startsWith("/"))) {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return join(folder, name);
    } catch {
      // Not there.
    }
  }
  return null;
}
