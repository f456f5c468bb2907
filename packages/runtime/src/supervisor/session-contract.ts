import type { LogEntry } from "@pragma/contract";
import type { ProviderProtocolLimits } from "@pragma/contract/provider-protocol";
import type { LongLineReader } from "../reading/long-line-reader.ts";
import type { ActiveCall } from "./active-call.ts";
import type { SessionEnd } from "./session-end.ts";

/** Limits of a session. */
export interface SessionOptions {
  limits: ProviderProtocolLimits;
  /** Reads what is too long to be read at once. */
  longLines: LongLineReader;
  startTimeoutMs: number;
  /** How long a call may continue after it was asked to stop. */
  graceMs: number;
  /** How long other calls may continue in a process that will be killed because of a stuck one. */
  drainMs: number;
  /** How long its event loop may be blocked while calls run. */
  blockedMs: number;
  /** How long it may take to shut down. */
  shutdownGraceMs: number;
}

/** The events of a session for its lane. */
export interface SessionEvents {
  onReady(): void;
  /** A call was answered with a result. */
  onAnswered(): void;
  /** A call has its outcome. */
  onSettled(call: ActiveCall): void;
  /** A call waits for the platform: until `onResume` it needs no slot. */
  onSuspend(call: ActiveCall): void;
  /** A call's wait has ended: run `proceed` once there is a slot for it. */
  onResume(call: ActiveCall, proceed: () => void): void;
  /** A call is stuck: no further calls for this process, which ends when the others are done. */
  onRetire(): void;
  onExit(end: SessionEnd): void;
  onProcessLog(entry: LogEntry): void;
}
