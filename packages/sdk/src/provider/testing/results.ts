import type { JsonObject } from "../context.ts";
import type { Failure } from "../host/failure.ts";
import type { HealthReport, LogEntry } from "../host/run.ts";
import type { HandlerName } from "../resource.ts";

/** Why a call failed, classified as the platform would; `cause` is what the handler threw. */
export interface HarnessError extends Failure {
  cause: unknown;
}

interface Succeeded {
  ok: true;
  error: null;
  /** Entries that the handler wrote to `ctx.log`. */
  logs: LogEntry[];
  /** What the handler gave to `withState`; left out if it did not call that. */
  state?: unknown;
  /** Identity of what was created, updated or adopted; left out where its type has none. */
  identity?: string | null;
}

interface Failed {
  ok: false;
  outputs: null;
  error: HarnessError;
  logs: LogEntry[];
}

/** Outcome of create, update, delete and observe. `outputs` is null after a delete, or when observe found nothing. */
export type HarnessResult<Outputs = JsonObject> = (Succeeded & { outputs: Outputs | null }) | Failed;

/** Outcome of read: both are null when the thing is absent, `config` also when read says nothing of it. */
export type HarnessReadResult<Outputs = JsonObject, Config = JsonObject> =
  | (Succeeded & { outputs: Outputs | null; config: Config | null })
  | (Failed & { config: null });

/** Outcome of identity: null while the thing has none. */
export type HarnessIdentityResult =
  | (Succeeded & { outputs: null; identity: string | null })
  | (Failed & { identity: null });

/** Outcome of import: both are null when there is no such thing. */
export type HarnessImportResult<Outputs = JsonObject, Config = JsonObject> =
  | (Succeeded & { outputs: Outputs | null; config: Config | null })
  | (Failed & { config: null });

/** Outcome of list: `cursor` is null after the last part. */
export type HarnessListResult =
  | (Succeeded & { outputs: null; items: HarnessCandidate[]; cursor: string | null })
  | (Failed & { items: null });

/** A thing of a list. */
export interface HarnessCandidate {
  identity: string;
  name: string | null;
  tags: string[];
  config: JsonObject | null;
}

/** Outcome of plan: `outputs` of it is null where it cannot tell which will differ. */
export type HarnessPlanResult =
  | (Succeeded & { outputs: null; plan: { replace: string[]; outputs: string[] | null; warnings: string[] } })
  | (Failed & { plan: null });

/** Outcome of health. */
export type HarnessHealthResult = (Succeeded & { outputs: null; health: HealthReport }) | (Failed & { health: null });

/** Outcome of logs: `lines` is what the handler yielded, the last `tail` of them. */
export type HarnessLogsResult = (Succeeded & { outputs: null; lines: LogEntry[] }) | (Failed & { lines: null });

/** One call of a handler, in the order made. */
export interface HarnessCall {
  method: HandlerName;
  type: string;
  name: string;
  config: JsonObject;
  previous: JsonObject | null;
  outputs: JsonObject | null;
  /** What `ctx.state` was. */
  state: unknown;
  attempt: number;
  operationId: string;
  ok: boolean;
}
