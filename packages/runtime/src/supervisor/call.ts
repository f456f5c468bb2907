import type { Json, LogEntry } from "@pragma/contract";
import type {
  ProviderCallContext,
  ProviderListOptions,
  ProviderLogsOptions,
  ProviderMethod,
  ProviderPlanOptions,
  ProviderSubResource,
  ProviderSubResourceState,
} from "@pragma/contract/provider-protocol";
import type { ProviderArtefact } from "../artefact.ts";
import type { ProviderAnswers } from "../reading/answers.ts";
import type { TimeBudget } from "./time-budget.ts";

/** The platform's services for handlers. The handler gets the message of an error. */
export interface ProviderCallHost {
  apply(resource: ProviderSubResource, signal: AbortSignal | null): Promise<ProviderSubResourceState>;
  /** Resolves when the resource is ready; rejects when it failed or `timeoutSeconds` are over. */
  waitReady(id: string, timeoutSeconds: number, signal: AbortSignal | null): Promise<ProviderSubResourceState>;
}

/** A call of a handler of a resource type. */
export interface ProviderCall<Method extends ProviderMethod = ProviderMethod> extends ProviderTarget {
  type: string;
  method: Method;
  context: ProviderCallContext;
  /** From the moment it is handed to the process; by default the supervisor's. */
  deadlineMs?: number | undefined;
  /** Its deadline if it shares one with other calls; replaces `deadlineMs`. */
  budget?: TimeBudget | undefined;
  /** All secrets it was given so far, including those from `host`. */
  secrets?: (() => readonly string[]) | undefined;
  /**
   * Milliseconds that it may continue at most, as far as is known now: after that others may run it, so its process is killed,
   * or ends itself if the platform cannot. Unlimited by default.
   */
  leaseLeftMs?: (() => number) | undefined;
  /** For `logs`; by default the last 100 lines. */
  logs?: ProviderLogsOptions | undefined;
  /** For `import`. */
  identity?: string | undefined;
  /** For `list`; by default the first 100 things. */
  page?: ProviderListOptions | undefined;
  /** For `plan`; by default the config of the context stays as it is. */
  plan?: ProviderPlanOptions | undefined;
  /** Called when it is handed to the process: from then on its deadline counts. */
  onStart?: (() => void) | undefined;
  /** Cancels the call, queued or running. */
  signal?: AbortSignal | undefined;
  /** Receives each line that the handler logs, limited in size and number. */
  onLog?: ((entry: LogEntry) => void) | undefined;
  /** Receives the state that the handler answered, before the call resolves; not called if it answered none. */
  onState?: ((state: Json) => void) | undefined;
  /** Answers `ctx.apply` and `ctx.waitReady`; without it they are refused. */
  host?: ProviderCallHost | undefined;
}

/** Caller of providers: the supervisor, or a layer in front of it. */
export interface ProviderCaller {
  call<Method extends ProviderMethod>(call: ProviderCall<Method>): Promise<ProviderAnswers[Method]>;
}

/** The organization whose process answers. */
export interface ProviderTarget {
  organizationId: string;
  artefact: ProviderArtefact;
  /** In a separate process, which ends with the call. */
  alone?: boolean | undefined;
}

/** A call, or the request for the description, as it is queued. */
export type QueuedRequest = ProviderCall | (ProviderTarget & DescribeRequest);

export interface DescribeRequest {
  method: "describe";
  deadlineMs?: number | undefined;
  signal?: AbortSignal | undefined;
}
