import {
  DiagLogLevel,
  diag,
  type Span as OtelSpan,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  TraceFlags,
  trace,
} from "@opentelemetry/api";
import { parseKeyPairsIntoRecord, setGlobalErrorHandler } from "@opentelemetry/core";
import { OTLPTraceExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import type { Logger } from "../../logger.ts";
import type { TraceContext } from "../trace-context.ts";
import type { Span, SpanStart, Tracing } from "../tracer.ts";
import { ChosenIds } from "./chosen-ids.ts";
import { Complaints } from "./complaints.ts";
import { describeProgram } from "./describe-program.ts";
import { readBatchSettings, readSampler } from "./settings.ts";

/** How long the last spans may take to be sent. */
const FLUSH_MS = 5000;

const KINDS = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
} as const;

/**
 * Tracing by OpenTelemetry's SDK over OTLP/HTTP with protobuf. Spans wait in a bounded queue; if the collector does not
 * take them, they are dropped, and the log says so once a minute.
 *
 * Whether a trace is sampled depends on its id alone, so all programs decide alike, whoever began it: the flag of a
 * caller counts for nothing.
 * @param headers of requests to the collector, as `OTEL_EXPORTER_OTLP_HEADERS` has them
 */
export function createTracing({
  service,
  logger,
  headers,
}: {
  service: string;
  logger: Logger;
  headers: string | undefined;
}): Tracing {
  const complaints = new Complaints(logger);
  setGlobalErrorHandler((error) => complaints.add(error));
  const say = (message: string) => complaints.add(message);
  const silent = () => {};
  diag.setLogger(
    { error: say, warn: say, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
  const ids = new ChosenIds();
  const exporter = new OTLPTraceExporter(headers === undefined ? {} : { headers: parseKeyPairsIntoRecord(headers) });
  const provider = new TracerProvider({
    resource: describeProgram(service),
    sampler: readSampler(),
    idGenerator: ids,
    spanProcessors: [new BatchSpanProcessor({ exporter, ...readBatchSettings() })],
  });
  const tracer = provider.getTracer("pragma");
  return {
    start({ name, kind, parent, ids: chosen, links, attributes, startedAt }: SpanStart): Span {
      const within = parent ? trace.setSpanContext(ROOT_CONTEXT, { ...toOtel(parent), isRemote: true }) : ROOT_CONTEXT;
      const options = {
        kind: KINDS[kind],
        ...(attributes && { attributes }),
        ...(links && { links: links.map((context) => ({ context: toOtel(context) })) }),
        ...(startedAt !== undefined && { startTime: startedAt }),
      };
      return new OtlpSpan(ids.during(chosen, () => tracer.startSpan(name, options, within)));
    },
    async close() {
      const given = new Promise<void>((resolve) => setTimeout(resolve, FLUSH_MS));
      await Promise.race([provider.shutdown().catch((error: unknown) => complaints.add(error)), given]);
    },
  };
}

class OtlpSpan implements Span {
  readonly #span: OtelSpan;
  readonly context: TraceContext;

  constructor(span: OtelSpan) {
    this.#span = span;
    const { traceId, spanId, traceFlags } = span.spanContext();
    this.context = { traceId, spanId, sampled: (traceFlags & TraceFlags.SAMPLED) !== 0 };
  }

  set(attributes: Parameters<Span["set"]>[0]): void {
    this.#span.setAttributes(attributes);
  }

  end(failed = false): void {
    if (failed) this.#span.setStatus({ code: SpanStatusCode.ERROR });
    this.#span.end();
  }
}

function toOtel({ traceId, spanId, sampled }: TraceContext) {
  return { traceId, spanId, traceFlags: sampled ? TraceFlags.SAMPLED : TraceFlags.NONE };
}
