import type { ProviderArtefact } from "../artefact.ts";

/** Program to start, and the provider that it is for. */
export interface ProviderLaunch {
  /** Organizations never share a process. */
  organizationId: string;
  artefact: ProviderArtefact;
  /** Longest line the provider may send, `\n` included. */
  maxMessageBytes: number;
}

/** How a provider's process ended. */
export interface ProviderExit {
  /** A predicate for "Provider x …", such as `exited with code 1`. */
  reason: string;
  /** The end of its output outside the protocol. */
  output: string;
}

/** The events of a process. After `onExit` nothing follows. */
export interface ProviderProcessEvents {
  /** An unparsed line of the protocol. */
  onLine(line: string): void;
  /** One of more than 64 KiB, in memory of its own. Without this, it is a line like any other. */
  onLongLine?(line: Buffer): void;
  /** A line exceeded `maxMessageBytes`; the rest is not read. */
  onTooLong(): void;
  /** A line printed outside the protocol. */
  onOutput(line: string): void;
  onExit(exit: ProviderExit): void;
}

/** A started process; it may not be running yet, and lines sent meanwhile wait. */
export interface ProviderProcess {
  /** Sends a line of the protocol. Does nothing after the process has ended. */
  send(line: string): void;
  /** Roughly how many sent bytes it has not read yet, not counting those in its pipe. */
  readonly unread: number;
  /** Stops or goes on reading what it says in the protocol. Some of it may still come. */
  pause(isPaused: boolean): void;
  /** Kills it at once, with all that it started. `onExit` follows. */
  kill(): void;
}

/**
 * Where providers run. A driver carries lines to and from a process and enforces its isolation; calls, deadlines,
 * logs and restarts are the ProviderSupervisor's, the same for every driver.
 */
export interface ProviderDriver {
  readonly name: string;
  /** How long it may take until a program begins to start, in milliseconds. It tells by itself when it takes longer. */
  readonly startDelayMs: number;
  /** Never throws: errors are reported through `onExit`. */
  start(launch: ProviderLaunch, events: ProviderProcessEvents): ProviderProcess;
}
