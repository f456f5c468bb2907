import { diag } from "@opentelemetry/api";
import { getNumberFromEnv, getStringFromEnv } from "@opentelemetry/core";
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  type BatchSpanProcessorOptions,
  type Sampler,
  TraceIdRatioBasedSampler,
} from "@opentelemetry/sdk-trace";

const PARENT_BASED = "parentbased_";

/**
 * The sampler of `OTEL_TRACES_SAMPLER` and `OTEL_TRACES_SAMPLER_ARG`. A parent is either a span of ours, about whose trace
 * every program decides alike, or a caller's, whose flag is not trusted: so `parentbased_` changes nothing. An unknown
 * name counts as unset, as OpenTelemetry's specification has it.
 */
export function readSampler(): Sampler {
  const name = getStringFromEnv("OTEL_TRACES_SAMPLER") ?? "always_on";
  switch (name.startsWith(PARENT_BASED) ? name.slice(PARENT_BASED.length) : name) {
    case "always_on":
      return new AlwaysOnSampler();
    case "always_off":
      return new AlwaysOffSampler();
    case "traceidratio":
      return new TraceIdRatioBasedSampler(getNumberFromEnv("OTEL_TRACES_SAMPLER_ARG") ?? 1);
    default:
      diag.warn(`OTEL_TRACES_SAMPLER: ${name} is not known; every trace is sampled`);
      return new AlwaysOnSampler();
  }
}

/** Reads `OTEL_BSP_*`; OpenTelemetry's own defaults where they say nothing. */
export function readBatchSettings(): Omit<BatchSpanProcessorOptions, "exporter"> {
  return {
    ...whereSet("scheduledDelayMillis", "OTEL_BSP_SCHEDULE_DELAY"),
    ...whereSet("exportTimeoutMillis", "OTEL_BSP_EXPORT_TIMEOUT"),
    ...whereSet("maxQueueSize", "OTEL_BSP_MAX_QUEUE_SIZE"),
    ...whereSet("maxExportBatchSize", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE"),
  };
}

function whereSet<Name extends string>(name: Name, variable: string): Partial<Record<Name, number>> {
  const value = getNumberFromEnv(variable);
  return value === undefined || value <= 0 ? {} : ({ [name]: value } as Record<Name, number>);
}
