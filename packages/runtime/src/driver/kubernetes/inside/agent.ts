/**
 * The program that runs in a Pod beside process 1, started by an exec: it starts the provider, and carries lines to and from it. The
 * provider's output cannot get into the protocol, as on one machine. An empty line is a sign of life and goes no further.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { constants } from "node:os";
import type { Readable, Writable } from "node:stream";
import type { PodPlan } from "./plan.ts";

const SPOKEN = "spoken";
/** How often a sign of life is noted at most. */
const NOTE_EVERY_MS = 250;
const PROTOCOL_FD = 3;
const NEWLINE = 10;
/**
 * The bytes read ahead for a provider that does not read itself. Signs of life come the same way as calls, and so does what keeps the
 * connection alive: if nobody reads, both wait behind the calls, and the Pod is given up although it works.
 */
const READ_AHEAD_BYTES = 32 * 1024 * 1024;

/** Runs the plan's command until it ends, or until the other end of stdin is gone. Ends the process. */
export function run({ command, hasOwnDescriptor }: PodPlan): void {
  const [program = process.execPath, ...args] = command;
  // A group of its own, to be ended with all that it starts; nothing of the Pod's environment.
  const child = spawn(program === "" ? process.execPath : program, args, {
    env: {},
    stdio: hasOwnDescriptor ? ["ignore", "pipe", "pipe", "pipe"] : ["pipe", "pipe", "pipe"],
    detached: true,
  });
  child.on("error", (error) => {
    process.stderr.write(`${error.message}\n`, () => process.exit(127));
  });
  const own = child.stdio[PROTOCOL_FD] as (Readable & Writable) | null | undefined;
  const input = hasOwnDescriptor ? own : child.stdin;
  const output = hasOwnDescriptor ? own : child.stdout;
  const printed = hasOwnDescriptor ? [child.stdout, child.stderr] : [child.stderr];
  for (const stream of child.stdio) stream?.on("error", () => {});
  // Output after its end is read until its pipes are closed; `close` comes then.
  output?.pipe(process.stdout, { end: false });
  for (const stream of printed) stream?.pipe(process.stderr, { end: false });
  if (input) carry(input);
  const abandon = () => {
    killGroup(child);
    process.exit(1);
  };
  process.stdin.on("end", abandon).on("error", abandon);
  process.stdout.on("error", abandon);
  process.stderr.on("error", abandon);
  child.on("exit", (code, signal) => {
    killGroup(child);
    const status = code ?? 128 + (signal ? constants.signals[signal] : 0);
    const end = () => process.stdout.write("", () => process.stderr.write("", () => process.exit(status)));
    // Something that it left behind may hold its pipes.
    setTimeout(end, 200).unref();
    child.on("close", end);
  });
}

/** Forwards stdin without its empty lines, and notes that somebody spoke. */
function carry(input: Writable): void {
  let isAtStart = true;
  let notedAt = 0;
  process.stdin.on("data", (chunk: Buffer) => {
    if (Date.now() - notedAt > NOTE_EVERY_MS) {
      notedAt = Date.now();
      writeFileSync(SPOKEN, String(process.hrtime.bigint()));
    }
    let from = 0;
    for (;;) {
      while (isAtStart && chunk[from] === NEWLINE) from += 1;
      if (from >= chunk.length) return;
      const end = chunk.indexOf(NEWLINE, from);
      isAtStart = end >= 0;
      const next = isAtStart ? end + 1 : chunk.length;
      if (!input.write(chunk.subarray(from, next)) && input.writableLength > READ_AHEAD_BYTES) wait(input);
      from = next;
    }
  });
}

/** The platform sees that the provider does not read, and decides. */
function wait(input: Writable): void {
  process.stdin.pause();
  input.once("drain", () => process.stdin.resume());
}

function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // ESRCH: nothing is left of it.
  }
}
