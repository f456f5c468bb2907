import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Duplex, type Readable, type Writable } from "node:stream";
import { hostEntryPath } from "../host-entry-path.ts";
import { LineReader } from "../wire/line-reader.ts";
import { LineWriter } from "../wire/line-writer.ts";
import type { ProviderDriver, ProviderExit, ProviderLaunch, ProviderProcess, ProviderProcessEvents } from "./driver.ts";
import { OutputTail } from "./output-tail.ts";

const PROTOCOL_FD = 3;
const OUTPUT_TAIL_CHARACTERS = 8 * 1024;
/** How long pipes that outlive their process (a grandchild holds them) are still read. */
const PIPES_GRACE_MS = 200;

/** Settings of the driver. */
export interface ProcessDriverOptions {
  /** Bound of the JavaScript heap, in MiB. 512 if left out. */
  maxHeapMb?: number;
  /** Where each process gets an empty working directory of its own. The system's folder for temporary files if left out. */
  workRoot?: string;
}

/**
 * Runs each provider as a plain child process: empty environment, working directory of its own, own process group, and
 * no file descriptor but its pipes. It isolates faults, not attackers: the process has the platform's user and network.
 */
export class ProcessDriver implements ProviderDriver {
  readonly name = "process";
  readonly #maxHeapMb: number;
  readonly #workRoot: string;

  constructor(options: ProcessDriverOptions = {}) {
    this.#maxHeapMb = options.maxHeapMb ?? 512;
    this.#workRoot = options.workRoot ?? tmpdir();
  }

  start(launch: ProviderLaunch, events: ProviderProcessEvents): ProviderProcess {
    const { entryPath, command } = launch.artefact;
    const host = [
      `--max-old-space-size=${this.#maxHeapMb}`,
      hostEntryPath(),
      `--protocol-fd=${PROTOCOL_FD}`,
      entryPath,
    ];
    const [program = "", ...args] = command ?? [process.execPath, ...host];
    let cwd: string;
    try {
      cwd = mkdtempSync(join(this.#workRoot, "pragma-provider-"));
    } catch (error) {
      return neverStarted(events, error);
    }
    const child = spawn(program, args, {
      cwd,
      env: {},
      // The Node host has the protocol on a descriptor of its own, so that nothing a provider prints can get into it.
      stdio: command ? ["pipe", "pipe", "pipe"] : ["ignore", "pipe", "pipe", "pipe"],
      // Its own group: a Ctrl-C at the terminal reaches the platform alone, and a kill reaches what the provider started.
      detached: true,
    });
    return new RunningProcess(child, cwd, launch.maxMessageBytes, events);
  }
}

class RunningProcess implements ProviderProcess {
  readonly #child: ChildProcess;
  readonly #cwd: string;
  readonly #events: ProviderProcessEvents;
  readonly #writer: LineWriter | null;
  readonly #output = new OutputTail(OUTPUT_TAIL_CHARACTERS);
  #ended = false;

  constructor(child: ChildProcess, cwd: string, maxMessageBytes: number, events: ProviderProcessEvents) {
    this.#child = child;
    this.#cwd = cwd;
    this.#events = events;
    const { input, output, printed } = streamsOf(child);
    this.#writer = input && new LineWriter(input);
    const reader = new LineReader(maxMessageBytes, events);
    output?.on("data", (chunk: Buffer) => reader.push(chunk));
    // A pipe to a process that died: its exit tells what there is to tell.
    for (const stream of [input, output]) stream?.on("error", () => {});
    for (const stream of printed) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        this.#output.push(text);
        events.onOutput(text);
      });
    }
    child.on("error", (error) => {
      if (child.pid === undefined) this.#end(`could not be started: ${error.message}`);
    });
    child.on("exit", (code, signal) => {
      const reason = signal === null ? `exited with code ${code}` : `was ended by ${signal}`;
      killGroup(child);
      // What it wrote last may still be in the pipes.
      const timer = setTimeout(() => this.#end(reason), PIPES_GRACE_MS);
      child.on("close", () => {
        clearTimeout(timer);
        this.#end(reason);
      });
    });
  }

  send(line: string): void {
    this.#writer?.write(line);
  }

  kill(): void {
    killGroup(this.#child);
    this.#child.kill("SIGKILL");
  }

  #end(reason: string): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const stream of this.#child.stdio) stream?.destroy();
    rmSync(this.#cwd, { recursive: true, force: true, maxRetries: 2 });
    this.#events.onExit({ reason, output: this.#output.toString() });
  }
}

/** Which of a child's pipes carry the protocol, and which only what is printed. */
function streamsOf(child: ChildProcess): { input: Writable | null; output: Readable | null; printed: Readable[] } {
  const { stdin, stdout, stderr, stdio } = child;
  const printed = (...streams: (Readable | null)[]) => streams.filter((stream) => stream !== null);
  const own = stdio[PROTOCOL_FD];
  if (own instanceof Duplex) return { input: own, output: own, printed: printed(stdout, stderr) };
  return { input: stdin, output: stdout, printed: printed(stderr) };
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

function neverStarted(events: ProviderProcessEvents, error: unknown): ProviderProcess {
  const exit: ProviderExit = { reason: `could not be started: ${String(error)}`, output: "" };
  setImmediate(() => events.onExit(exit));
  return { send: () => {}, kill: () => {} };
}
