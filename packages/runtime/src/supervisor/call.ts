import type { JsonObject, LogEntry, ResourceHealth } from "@pragma/contract";
import type {
  ProviderCallContext,
  ProviderDescription,
  ProviderLogsOptions,
  ProviderMethod,
  ProviderSubResource,
  ProviderSubResourceState,
} from "@pragma/contract/provider-protocol";
import type { ProviderArtefact } from "../artefact.ts";
import type { TimeBudget } from "./time-budget.ts";

/** What each method answers. `observe` answers null for what is certainly absent. */
export interface ProviderAnswers {
  observe: JsonObject | null;
  create: JsonObject;
  update: JsonObject;
  delete: null;
  health: ResourceHealth;
  /** Oldest first, the last `tail` of them. */
  logs: LogEntry[];
}

/** What the platform does for a handler that asks. An error's message is told to the handler. */
export interface ProviderCallHost {
  apply(resource: ProviderSubResource, signal: AbortSignal | null): Promise<ProviderSubResourceState>;
  /** Resolves when the resource is ready; rejects when it failed or `timeoutSeconds` are over. */
  waitReady(id: string, timeoutSeconds: number, signal: AbortSignal | null): Promise<ProviderSubResourceState>;
}

/** Reason of an abort: where the call does not end, its process does, without waiting for what else it runs. */
export const END_AT_ONCE = Symbol("end at once");

/** A call of a handler of a resource type. */
export interface ProviderCall<Method extends ProviderMethod = ProviderMethod> extends ProviderTarget {
  type: string;
  method: Method;
  context: ProviderCallContext;
  /** From the moment it is handed to the process; the supervisor's default if left out. */
  deadlineMs?: number | undefined;
  /** Its deadline where it shares one with other calls, in the place of `deadlineMs`. */
  budget?: TimeBudget | undefined;
  /** All that it has been told in confidence so far, what `host` told it included. */
  secrets?: (() => readonly string[]) | undefined;
  /**
   * Milliseconds that it may go on for from now on if the platform falls silent: after that others may run it. For as long
   * as it takes, if left out.
   */
  leaseLeftMs?: (() => number) | undefined;
  /** For `logs`; the last 100 lines if left out. */
  logs?: ProviderLogsOptions | undefined;
  /** Told when it is handed to the process: from then on its deadline counts. */
  onStart?: (() => void) | undefined;
  /** Cancels the call, queued or running; with the reason `END_AT_ONCE`, `graceMs` later it is over for certain. */
  signal?: AbortSignal | undefined;
  /** Gets each line that the handler logs, bounded in size and number. */
  onLog?: ((entry: LogEntry) => void) | undefined;
  /** Answers `ctx.apply` and `ctx.waitReady`; without it they are refused. */
  host?: ProviderCallHost | undefined;
}

/** Whose process answers. */
export interface ProviderTarget {
  organizationId: string;
  artefact: ProviderArtefact;
  /** Not in the process of the other calls, but in one of its own, which ends with it. */
  alone?: boolean | undefined;
}

/** A call, or the request for the description, as it is queued. */
export type QueuedRequest = ProviderCall | (ProviderTarget & DescribeRequest);

export interface DescribeRequest {
  method: "describe";
  deadlineMs?: number | undefined;
  signal?: AbortSignal | undefined;
}

export type QueuedAnswer = ProviderAnswers[ProviderMethod] | ProviderDescription;
