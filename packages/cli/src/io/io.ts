import type { Readable } from "node:stream";

/** A stream that is written to. */
export interface Output {
  write(text: string): unknown;
  isTTY?: boolean | undefined;
  columns?: number | undefined;
  rows?: number | undefined;
}

/** Surroundings of a command. */
export interface Io {
  stdin: Readable & { isTTY?: boolean | undefined };
  stdout: Output;
  stderr: Output;
  env: NodeJS.ProcessEnv;
  cwd: string;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
}
