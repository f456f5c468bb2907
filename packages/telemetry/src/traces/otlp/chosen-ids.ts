import { type IdGenerator, RandomIdGenerator } from "@opentelemetry/sdk-trace";
import type { TraceContext } from "../trace-context.ts";

type Ids = Pick<TraceContext, "traceId" | "spanId">;

/** Random ids, except for a span whose ids are known before it starts. */
export class ChosenIds implements IdGenerator {
  readonly #random = new RandomIdGenerator();
  #chosen: Ids | undefined;

  /** Whatever span `start` starts has these ids, if there are any. */
  during<Result>(ids: Ids | undefined, start: () => Result): Result {
    this.#chosen = ids;
    try {
      return start();
    } finally {
      this.#chosen = undefined;
    }
  }

  generateTraceId(): string {
    return this.#chosen?.traceId ?? this.#random.generateTraceId();
  }

  generateSpanId(): string {
    return this.#chosen?.spanId ?? this.#random.generateSpanId();
  }
}
