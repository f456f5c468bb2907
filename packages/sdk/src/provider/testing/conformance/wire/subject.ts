import type { LogEntry } from "../../../host/run.ts";
import type { ResourceDescription } from "../../../schema.ts";
import type {
  ConformanceCall,
  ConformanceErrorKind,
  ConformanceOutcome,
  ConformancePlatform,
  ConformanceSubject,
} from "../subject.ts";
import type { WireMessage, WireProcess } from "./process.ts";

/** A conformance provider as a program, asked over the protocol without the platform's runtime in between. */
export class WireSubject implements ConformanceSubject {
  readonly isProcess = true;
  readonly #process: WireProcess;
  #lastId = 0;

  /** @param process one that has been greeted. */
  constructor(process: WireProcess) {
    this.#process = process;
  }

  async describe(): Promise<Record<string, ResourceDescription>> {
    const id = this.#nextId();
    this.#process.send({ type: "describe", id });
    const { value } = await this.#process.next("the description", (message) => message["id"] === id);
    return (value as { types: Record<string, ResourceDescription> }).types;
  }

  async create(call: ConformanceCall): Promise<ConformanceOutcome> {
    const found = await this.read(call);
    if (found.error) return found;
    if (found.value === null) return this.#call("create", call);
    return this.#call("update", call, (found.value as { outputs: unknown }).outputs);
  }

  update(call: ConformanceCall): Promise<ConformanceOutcome> {
    return this.#call("update", call);
  }

  delete(call: ConformanceCall): Promise<ConformanceOutcome> {
    return this.#call("delete", call);
  }

  read(call: ConformanceCall): Promise<ConformanceOutcome> {
    return this.#call("read", call);
  }

  observe(call: ConformanceCall): Promise<ConformanceOutcome> {
    return this.#call("observe", call);
  }

  identity(call: ConformanceCall): Promise<ConformanceOutcome> {
    return this.#call("identity", call, call.outputs);
  }

  import(call: ConformanceCall): Promise<ConformanceOutcome> {
    return this.#call("import", call);
  }

  list(call: ConformanceCall): Promise<ConformanceOutcome> {
    return this.#call("list", call);
  }

  plan({ config, previous = {}, unknown = [], ...call }: ConformanceCall): Promise<ConformanceOutcome> {
    return this.#call("plan", { ...call, config: previous }, null, { plan: { after: config, unknown } });
  }

  health(call: ConformanceCall): Promise<ConformanceOutcome> {
    return this.#call("health", call);
  }

  logs(call: ConformanceCall): Promise<ConformanceOutcome> {
    return this.#call("logs", call);
  }

  async #call(
    method: string,
    call: ConformanceCall,
    outputs: unknown = null,
    more: object = {},
  ): Promise<ConformanceOutcome> {
    const id = this.#nextId();
    const { since = null, tail = 100, deadlineMs = 60_000 } = call;
    const options = method === "logs" ? { options: { since: since?.toISOString() ?? null, tail } } : {};
    const context = contextOf(call, outputs);
    this.#process.send({
      type: "call",
      id,
      method,
      resource: call.type ?? "item",
      context,
      deadline_ms: deadlineMs,
      ...options,
      ...(method === "import" && { identity: call.identity }),
      ...(method === "list" && { page: call.page }),
      ...more,
    });

    let stopped: "cancelled" | "deadline" | null = null;
    const stop = (reason: "cancelled" | "deadline") => {
      stopped ??= reason;
      this.#process.send({ type: "cancel", id, reason });
    };
    const onAbort = () => stop("cancelled");
    call.signal?.addEventListener("abort", onAbort, { once: true });
    const timer = setTimeout(() => stop("deadline"), deadlineMs);
    const stopAnswering = this.#process.onMessage(() => this.#answerRequests(id, call.platform));
    try {
      const isAnswer = ({ type, id: of }: WireMessage) => of === id && (type === "result" || type === "error");
      const answer = await this.#process.next(`the answer of ${method}`, isAnswer);
      return this.#outcome(answer, id, method === "logs" ? tail : null, stopped);
    } finally {
      clearTimeout(timer);
      stopAnswering();
      call.signal?.removeEventListener("abort", onAbort);
    }
  }

  #answerRequests(call: number, platform: ConformancePlatform | undefined): void {
    for (const request of this.#process.takeAll(({ type, call: of }) => type === "request" && of === call)) {
      const { id } = request;
      try {
        if (!platform) throw new Error("not available here");
        const params = request["params"] as never;
        const { id: resource, timeout } = request["params"] as { id: string; timeout: number };
        const value = request["method"] === "apply" ? platform.apply(params) : platform.waitReady(resource, timeout);
        this.#process.send({ type: "response", id, ok: true, value });
      } catch (error) {
        this.#process.send({ type: "response", id, ok: false, message: (error as Error).message });
      }
    }
  }

  #outcome(answer: WireMessage, id: number, tail: number | null, stopped: string | null): ConformanceOutcome {
    const logs = this.#process.takeAll((message) => message["type"] === "log" && message["id"] === id);
    const lines = this.#process.takeAll((message) => message["type"] === "lines" && message["id"] === id);
    const told = logs as unknown as ConformanceOutcome["logs"];
    if (answer["type"] === "result") {
      const found = lines.flatMap((message) => message["lines"] as LogEntry[]);
      return { value: tail === null ? answer["value"] : found.slice(-tail), error: null, logs: told };
    }
    const { kind, message, retry_after, exists = null, replace = null } = answer["error"] as WireError;
    const endings = { cancelled: "cancelled", deadline: "timeout" } as const;
    const ended = stopped ? endings[stopped as keyof typeof endings] : kind;
    const error = { kind: ended, message, retryAfter: retry_after ?? null, exists, replace };
    return { value: null, error, logs: told };
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }
}

interface WireError {
  kind: ConformanceErrorKind;
  message: string;
  retry_after?: number;
  exists?: string | null;
  replace?: readonly string[];
}

function contextOf(call: ConformanceCall, outputs: unknown) {
  const { name, config, connection, previous = null, tags = [], operationId = "operation", attempt = 1 } = call;
  const id = `resource:test_item_${name}`;
  const told = { id, name, config, previous_config: previous, outputs, tags, operation_id: operationId, attempt };
  return connection ? { ...told, connection } : told;
}
