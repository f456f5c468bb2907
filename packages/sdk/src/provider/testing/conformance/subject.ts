import type { JsonObject, LogLevel, SubResource, SubResourceState } from "../../context.ts";
import type { ResourceDescription } from "../../schema.ts";

/** One call of the conformance provider's `item`. Defaults are those of a first attempt at a new item. */
export interface ConformanceCall {
  /** `item` if left out. */
  type?: string;
  name: string;
  config: JsonObject;
  /** Config of the connection that it names; none if left out. */
  connection?: JsonObject;
  /** For update and plan: the last config that succeeded. */
  previous?: JsonObject;
  tags?: string[];
  operationId?: string;
  attempt?: number;
  /** Aborting it cancels the call. */
  signal?: AbortSignal;
  /** Milliseconds; only where the subject is a process. */
  deadlineMs?: number;
  /** For logs. */
  since?: Date | null;
  tail?: number;
  /** For identity: what the thing answered. */
  outputs?: JsonObject;
  /** For import. */
  identity?: string;
  /** For list. */
  page?: { cursor: string | null; limit: number };
  /** For plan: paths of the config that are not known yet. */
  unknown?: string[];
  /** Platform that serves the handler. */
  platform?: ConformancePlatform;
}

/** Answers `ctx.apply` and `ctx.waitReady`; its errors go to the handler. */
export interface ConformancePlatform {
  apply(resource: SubResource): SubResourceState;
  waitReady(id: string, timeout: number): SubResourceState;
}

/** How a call ended. */
export interface ConformanceOutcome {
  /**
   * Outputs, with the config for read and import; null for what is absent and after delete; a text or null for identity; a part of a
   * list; what a plan tells; a health report; or the lines of `logs`.
   */
  value: unknown;
  error: ConformanceFailure | null;
  /** Entries that the handler logged. */
  logs: { level: LogLevel; message: string; metadata: JsonObject | null }[];
}

/** What a call failed with. */
export interface ConformanceFailure {
  kind: ConformanceErrorKind;
  message: string;
  retryAfter: number | null;
  exists: string | null;
  /** Fields of the config that only another thing can have. */
  replace: readonly string[] | null;
}

/** The kinds of the protocol, and the end of a call that was canceled or timed out. */
export type ConformanceErrorKind = "config" | "outputs" | "retry" | "failed" | "cancelled" | "timeout";

/** Longest message that a process under test may send, as `hello` announces it. */
export const CONFORMANCE_MESSAGE_BYTES = 256 * 1024;

/** Runs a conformance provider: the harness, the platform's runtime, or a program at the end of a pipe. */
export interface ConformanceSubject {
  /** Whether it runs a process, so that deadlines and sizes are enforced. */
  readonly isProcess: boolean;
  describe(): Promise<Record<string, ResourceDescription>>;
  /** Creates like the platform: after `read` returned null; otherwise updates, with the outputs found. */
  create(call: ConformanceCall): Promise<ConformanceOutcome>;
  update(call: ConformanceCall): Promise<ConformanceOutcome>;
  delete(call: ConformanceCall): Promise<ConformanceOutcome>;
  read(call: ConformanceCall): Promise<ConformanceOutcome>;
  observe(call: ConformanceCall): Promise<ConformanceOutcome>;
  identity(call: ConformanceCall): Promise<ConformanceOutcome>;
  import(call: ConformanceCall): Promise<ConformanceOutcome>;
  list(call: ConformanceCall): Promise<ConformanceOutcome>;
  /** Asks what an update to `config`, null at `unknown`, would do. */
  plan(call: ConformanceCall): Promise<ConformanceOutcome>;
  health(call: ConformanceCall): Promise<ConformanceOutcome>;
  logs(call: ConformanceCall): Promise<ConformanceOutcome>;
}

/** One thing that every provider and every runtime must do alike. It throws when they do not. */
export interface ConformanceCase {
  name: string;
  /** Needs a process: the harness does not do this. */
  needsProcess?: true;
  run(subject: ConformanceSubject): Promise<void>;
}
