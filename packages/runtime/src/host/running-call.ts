import type { LogLevel } from "@pragma/contract";
import type {
  ProviderCallContext,
  ProviderCallMessage,
  ProviderProtocolLimits,
} from "@pragma/contract/provider-protocol";
import type { Invocation, InvocationHost, JsonObject } from "@pragma/sdk/provider/host";
import { cutToSend } from "../wire/cut-to-send.ts";
import { exceedsBytes } from "../wire/line-writer.ts";
import type { HostChannel } from "./channel.ts";
import type { PlatformRequests } from "./platform-requests.ts";

/** A call on its way through a handler: what the handler may ask of the platform. */
export class RunningCall implements InvocationHost {
  readonly id: number;
  /** When it must have ended, by `clockMs`: others may run it then. */
  until: number;
  readonly #channel: HostChannel;
  readonly #requests: PlatformRequests;
  readonly #limits: ProviderProtocolLimits;
  readonly #controller = new AbortController();
  #logged = 0;

  constructor(
    id: number,
    channel: HostChannel,
    requests: PlatformRequests,
    limits: ProviderProtocolLimits,
    until: number,
  ) {
    this.id = id;
    this.until = until;
    this.#channel = channel;
    this.#requests = requests;
    this.#limits = limits;
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  abort(reason: "cancelled" | "deadline"): void {
    const message = reason === "deadline" ? "The deadline of this call has passed" : "This call was cancelled";
    this.#controller.abort(new DOMException(message, reason === "deadline" ? "TimeoutError" : "AbortError"));
  }

  log(level: LogLevel, message: string, metadata: JsonObject | null): void {
    this.#logged += 1;
    // One line over the limit is still sent: by it the platform knows that lines were dropped.
    if (this.#logged > this.#limits.log_lines + 1) return;
    const limit = this.#limits.log_message_bytes;
    const text = cutToSend(message, limit);
    this.#channel.send({ type: "log", id: this.id, level, message: text, ...boundMetadata(metadata, limit) });
  }

  apply(resource: Parameters<InvocationHost["apply"]>[0]): ReturnType<InvocationHost["apply"]> {
    return this.#requests.apply(this.id, resource);
  }

  waitReady(resourceId: string, timeout: number): ReturnType<InvocationHost["waitReady"]> {
    return this.#requests.waitReady(this.id, resourceId, timeout);
  }
}

/** The protocol's form of a call's context, as the SDK names things. */
export function toInvocation({ context, identity, page, plan }: ProviderCallMessage): Invocation {
  return {
    identity,
    page,
    plan,
    id: context.id,
    name: context.name,
    config: context.config,
    previousConfig: context.previous_config,
    outputs: context.outputs,
    state: context.state,
    tags: context.tags,
    operationId: context.operation_id,
    previousOperationId: context.previous_operation_id,
    mayExist: context.may_exist,
    observed: context.observed,
    attempt: context.attempt,
    traceparent: context.traceparent,
    connection: context.connection,
  };
}

/** Metadata that is too long, or not JSON (a cycle, a bigint), is left out; a log line is no reason to fail. */
function boundMetadata(metadata: JsonObject | null, limit: number): { metadata: ProviderCallContext["config"] | null } {
  if (metadata === null) return { metadata: null };
  try {
    const text = JSON.stringify(metadata);
    return { metadata: exceedsBytes(text, limit) ? { dropped: "too long" } : JSON.parse(text) };
  } catch {
    return { metadata: { dropped: "not JSON" } };
  }
}
