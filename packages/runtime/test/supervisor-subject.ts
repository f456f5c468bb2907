import type { JsonObject, LogEntry } from "@pragma/contract";
import type { ProviderCallContext, ProviderMethod } from "@pragma/contract/provider-protocol";
import type { SubResource } from "@pragma/sdk/provider";
import type {
  ConformanceCall,
  ConformanceErrorKind,
  ConformanceOutcome,
  ConformancePlatform,
  ConformanceSubject,
} from "@pragma/sdk/provider/testing/conformance";
import {
  executeEvent,
  ProviderCallError,
  type ProviderCallHost,
  type ProviderSupervisor,
  type ProviderTarget,
} from "../src/index.ts";

type Run = (shared: ReturnType<SupervisorSubject["prepare"]>) => Promise<unknown>;

/** A conformance provider as the platform runs it. */
export class SupervisorSubject implements ConformanceSubject {
  readonly isProcess = true;
  readonly #supervisor: ProviderSupervisor;
  readonly #target: ProviderTarget;

  constructor(supervisor: ProviderSupervisor, target: ProviderTarget) {
    this.#supervisor = supervisor;
    this.#target = target;
  }

  async describe() {
    const { types } = await this.#supervisor.describe(this.#target);
    return types;
  }

  create(call: ConformanceCall) {
    return this.#event("CREATE", call);
  }

  update(call: ConformanceCall) {
    return this.#event("UPDATE", call);
  }

  delete(call: ConformanceCall) {
    return this.#event("DELETE", call);
  }

  read(call: ConformanceCall) {
    return this.#run(call, (shared) => this.#supervisor.call({ ...shared, method: "read" }));
  }

  observe(call: ConformanceCall) {
    return this.#run(call, (shared) => this.#supervisor.call({ ...shared, method: "observe" }));
  }

  identity(call: ConformanceCall) {
    return this.#run(call, (shared) => this.#supervisor.call({ ...shared, method: "identity" }));
  }

  import(call: ConformanceCall) {
    const { identity } = call;
    return this.#run(call, (shared) => this.#supervisor.call({ ...shared, method: "import", identity }));
  }

  list(call: ConformanceCall) {
    const { page } = call;
    return this.#run(call, (shared) => this.#supervisor.call({ ...shared, method: "list", page }));
  }

  plan({ config: after, previous = {}, unknown = [], ...call }: ConformanceCall) {
    const plan = { after: after as JsonObject, unknown };
    return this.#run({ ...call, config: previous }, (shared) =>
      this.#supervisor.call({ ...shared, method: "plan", plan }),
    );
  }

  health(call: ConformanceCall) {
    return this.#run(call, (shared) => this.#supervisor.call({ ...shared, method: "health" }));
  }

  logs(call: ConformanceCall) {
    const { since = null, tail = 100 } = call;
    const logs = { since: since?.toISOString() ?? null, tail };
    return this.#run(call, (shared) => this.#supervisor.call({ ...shared, method: "logs", logs }));
  }

  #event(event: "CREATE" | "UPDATE" | "DELETE", call: ConformanceCall) {
    const methods: ProviderMethod[] = ["create", "update", "delete", "read", "observe"];
    return this.#run(
      call,
      async (shared) => (await executeEvent(this.#supervisor, { ...shared, event, methods })).outputs,
    );
  }

  prepare(call: ConformanceCall, onLog: (entry: LogEntry) => void) {
    const { type = "item", signal, deadlineMs = 60_000, platform } = call;
    const host = platform && hostOf(platform);
    return { ...this.#target, type, context: contextOf(call), deadlineMs, signal, onLog, host };
  }

  async #run(call: ConformanceCall, run: Run): Promise<ConformanceOutcome> {
    const logs: ConformanceOutcome["logs"] = [];
    const shared = this.prepare(call, ({ level, message, metadata }) => logs.push({ level, message, metadata }));
    try {
      return { value: await run(shared), error: null, logs };
    } catch (error) {
      if (!(error instanceof ProviderCallError)) throw error;
      const { message, retryAfter, exists = null, replace } = error;
      return { value: null, error: { kind: kindOf(error), message, retryAfter, exists, replace }, logs };
    }
  }
}

/** In the terms of the protocol. Anything else is shown as it is, and no case expects it. */
function kindOf({ kind, retryAfter }: ProviderCallError): ConformanceErrorKind {
  if (kind === "retryable") return retryAfter === null ? "failed" : "retry";
  return kind as ConformanceErrorKind;
}

function hostOf(platform: ConformancePlatform): ProviderCallHost {
  return {
    apply: async (resource) =>
      platform.apply(resource as SubResource) as Awaited<ReturnType<ProviderCallHost["apply"]>>,
    waitReady: async (id, timeout) =>
      platform.waitReady(id, timeout) as Awaited<ReturnType<ProviderCallHost["waitReady"]>>,
  };
}

function contextOf(call: ConformanceCall): ProviderCallContext {
  const { name, config, connection, previous = null, tags = [], operationId = "operation", attempt = 1 } = call;
  return {
    id: `resource:test_item_${name}`,
    name,
    config: config as JsonObject,
    previous_config: previous as JsonObject | null,
    outputs: (call.outputs as JsonObject | undefined) ?? null,
    tags,
    operation_id: operationId,
    attempt,
    ...(connection && { connection: connection as JsonObject }),
  };
}
