import type { ProviderArtefact } from "../artefact.ts";

/** What to start, and for whom. */
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
  /** The end of what it printed past the protocol. */
  output: string;
}

/** What a process tells its owner. After `onExit` nothing follows. */
export interface ProviderProcessEvents {
  /** A line of the protocol, not yet parsed. */
  onLine(line: string): void;
  /** A line exceeded `maxMessageBytes`; the rest is not read. */
  onTooLong(): void;
  /** A line that was printed past the protocol. */
  onOutput(line: string): void;
  onExit(exit: ProviderExit): void;
}

/** A process that was started; it may not run yet, and lines sent meanwhile wait. */
export interface ProviderProcess {
  /** Sends a line of the protocol. After the end of the process it does nothing. */
  send(line: string): void;
  /** How much of what it was sent it has not read, roughly in bytes: what its pipe holds is not counted. */
  readonly unread: number;
  /** Ends it at once, with all that it started. `onExit` follows. */
  kill(): void;
}

/**
 * Where providers run. A driver carries lines to and from a process and enforces its isolation; calls, deadlines,
 * logs and restarts are the ProviderSupervisor's, the same for every driver.
 */
export interface ProviderDriver {
  readonly name: string;
  /** Never throws: what goes wrong is told by `onExit`. */
  start(launch: ProviderLaunch, events: ProviderProcessEvents): ProviderProcess;
}
