import { PROVIDER_VERSION_PATTERN } from "@pragma/contract";
import type { Attempted } from "@pragma/core/reconcile";
import { PLATFORM_PROVIDER } from "@pragma/core/types";
import { Counter, Gauge, Histogram, type Registry } from "@pragma/telemetry/metrics";
import type { AttemptWord } from "./attempt-word.ts";

/** Seconds; from the platform's own work to a provider's maximum. */
const BUCKETS = [0.005, 0.025, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300];

/** A worker's current numbers. */
export interface WorkerState {
  /** Events in progress. */
  events(): number;
  providerProcesses(): number;
}

/**
 * Counts a worker's work. Nothing names an organization, and all pushed providers are counted together: organizations
 * choose how many there are, and each name would be kept forever.
 */
export class WorkerMetrics {
  readonly #events: Counter<"provider" | "event" | "outcome">;
  readonly #durations: Histogram<"provider" | "event">;

  constructor(registry: Registry, state: WorkerState) {
    const registers = [registry];
    this.#events = new Counter({
      name: "pragma_events_total",
      help: "Attempts at events, by what came of them: succeeded, retried, failed, handed_back, or discarded as too late",
      labelNames: ["provider", "event", "outcome"],
      registers,
    });
    this.#durations = new Histogram({
      name: "pragma_event_duration_seconds",
      help: "From taking an event to its result being stored",
      labelNames: ["provider", "event"],
      buckets: BUCKETS,
      registers,
    });
    new Gauge({
      name: "pragma_events_in_hand",
      help: "Events that this worker has taken and not settled",
      registers,
      collect() {
        this.set(state.events());
      },
    });
    new Gauge({
      name: "pragma_provider_processes",
      help: "Processes of providers that this worker keeps",
      registers,
      collect() {
        this.set(state.providerProcesses());
      },
    });
  }

  /** @param outcome what came of an attempt */
  settled(claim: Attempted, outcome: AttemptWord, milliseconds: number): void {
    const labels = { provider: labelOf(claim), event: claim.eventType };
    this.#events.inc({ ...labels, outcome });
    this.#durations.observe(labels, milliseconds / 1000);
  }
}

function labelOf({ resource, type }: Attempted): string {
  if (resource.provider === PLATFORM_PROVIDER) return resource.provider;
  if (!type) return "unknown";
  return PROVIDER_VERSION_PATTERN.test(type.version) ? "pushed" : resource.provider;
}
