import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { constants } from "node:os";
import { Duplex, type Readable, type Writable } from "node:stream";

/** How long pipes that outlive their process (something it left behind holds them) are still read. */
const PIPES_GRACE_MS = 200;

/** How a program ended: by itself with a code, by a signal, or it never started. */
export interface ProcessEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Why it could not be started. */
  error: Error | null;
  /** Why the sandbox ended it, if known. */
  why?: string | null;
}

/** Care for a process of one kind of sandbox when it ends, or is to end. */
export interface ProcessCare {
  /** Kills anything that the program may have left running. Called when it has ended, and by `kill`. */
  sweep?: () => void;
  /** Resolves when nothing of it runs any more. Asked when it has ended and was swept; at once if left out. */
  gone?: () => Promise<void>;
  /** Frees its resources. Called once, when all of its processes have ended. */
  free?: () => void;
  /** Why the sandbox ended it, null if it did not or cannot tell. Asked once, when it has ended. */
  why?: () => string | null;
  /** The code of the starter stands for a signal of the program, as shells have it. */
  signalsAsCodes?: boolean;
}

/** A program that was started in a sandbox. */
export class SandboxedProcess {
  /** Resolves when nothing of it runs any more: until then, what it was for may still go on. */
  readonly ended: Promise<ProcessEnd>;
  readonly #child: ChildProcess;
  readonly #care: ProcessCare;
  #isOver = false;

  /** @throws Error as `spawn` does, for what is not a command at all. What `care` frees is then freed. */
  constructor(command: readonly string[], options: SpawnOptions, care: ProcessCare = {}) {
    const [program = "", ...args] = command;
    this.#care = care;
    try {
      // A group of its own: a Ctrl-C at the terminal reaches the platform alone, and a kill reaches all of the group.
      this.#child = spawn(program, args, { ...options, detached: true });
    } catch (error) {
      care.free?.();
      throw error;
    }
    const { promise, resolve } = Promise.withResolvers<ProcessEnd>();
    this.ended = promise;
    this.#watch(resolve);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get stdin(): Writable | null {
    return this.#child.stdin;
  }

  get stdout(): Readable | null {
    return this.#child.stdout;
  }

  get stderr(): Readable | null {
    return this.#child.stderr;
  }

  /** A pipe beyond the usual three, good for both directions. */
  duplex(fd: number): Duplex | null {
    const stream = this.#child.stdio[fd];
    return stream instanceof Duplex ? stream : null;
  }

  /** Calls back when it is gone. What it wrote last may still be in its pipes; `ended` follows once they are read. */
  onExit(listener: () => void): void {
    this.#child.on("exit", listener);
  }

  /** Ends it at once, with all that it started. What it was, its number and its account, may be another's once it has ended. */
  kill(): void {
    if (this.#isOver) return;
    killGroup(this.#child);
    this.#child.kill("SIGKILL");
    this.#care.sweep?.();
  }

  #watch(resolve: (end: ProcessEnd) => void): void {
    const end = (how: ProcessEnd) => {
      if (this.#isOver) return;
      this.#isOver = true;
      for (const stream of this.#child.stdio) stream?.destroy();
      this.#care.free?.();
      resolve(how);
    };
    // A pipe to a process that died: its end tells what there is to tell.
    for (const stream of this.#child.stdio) stream?.on("error", () => {});
    this.#child.on("error", (error) => {
      if (this.#child.pid === undefined) end({ code: null, signal: null, error });
    });
    this.#child.on("exit", (code, signal) => {
      killGroup(this.#child);
      this.#care.sweep?.();
      const how = { ...this.#meaning(code, signal), error: null, why: this.#care.why?.() ?? null };
      void Promise.all([this.#care.gone?.(), this.#pipesRead()]).then(() => end(how));
    });
  }

  /** Waits for the pipes, which may still hold its last output. */
  #pipesRead(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, PIPES_GRACE_MS);
      this.#child.on("close", () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #meaning(code: number | null, signal: NodeJS.Signals | null): Pick<ProcessEnd, "code" | "signal"> {
    const named = this.#care.signalsAsCodes && code !== null && code > 128 ? signalOf(code - 128) : null;
    return named ? { code: null, signal: named } : { code, signal };
  }
}

/** How it ended, as a predicate for "Provider x …" or "npm …". */
export function describeEnd({ code, signal, error, why }: ProcessEnd): string {
  if (error) return `could not be started: ${error.message}`;
  const how = signal === null ? `exited with code ${code}` : `was ended by ${signal}`;
  return why ? `${how}: ${why}` : how;
}

function signalOf(number: number): NodeJS.Signals | null {
  const found = Object.entries(constants.signals).find(([, value]) => value === number);
  return found ? (found[0] as NodeJS.Signals) : null;
}

/** Ends all processes of the child's group; it may be gone already. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // ESRCH: nothing is left of it.
  }
}
