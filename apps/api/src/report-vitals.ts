import type { Core } from "@pragma/core";
import { readVitals, type Vitals } from "@pragma/core/readiness";
import { Gauge, type Registry } from "@pragma/telemetry/metrics";

interface VitalsGauge {
  name: string;
  help: string;
  /** Its value, or one per state. */
  of(vitals: Vitals): number | Vitals["jobs"];
}

const GAUGES: readonly VitalsGauge[] = [
  {
    name: "pragma_workers",
    help: "Workers that gave a sign of life within 30 seconds",
    of: ({ workers }) => workers,
  },
  {
    name: "pragma_queue_jobs",
    help: "Jobs that a worker may take now (ready) or later (scheduled), or has taken (running)",
    of: ({ jobs }) => jobs,
  },
  {
    name: "pragma_queue_oldest_ready_seconds",
    help: "For how long the oldest ready job has been so: how far the workers are behind",
    of: ({ oldestReadySeconds }) => oldestReadySeconds,
  },
  {
    name: "pragma_dead_letters",
    help: "Failures of all organizations that nobody has dealt with",
    of: ({ deadLetters }) => deadLetters,
  },
];

/**
 * Reports the state of the whole installation at each scrape. The API does it, since it runs even if no worker does;
 * each replica reports the same. Without the database there is only `pragma_database_up 0`.
 */
export function reportVitals(core: Core, registry: Registry): void {
  const registers = [registry];
  let reading: Promise<Vitals | null> | undefined;
  // All gauges of one scrape are collected at the same time.
  const read = () => {
    reading ??= readIfUp(core).finally(() => {
      reading = undefined;
    });
    return reading;
  };
  new Gauge({
    name: "pragma_database_up",
    help: "1 if the database answers, else 0",
    registers,
    async collect() {
      this.set((await read()) === null ? 0 : 1);
    },
  });
  for (const { name, help, of } of GAUGES) {
    new Gauge({
      name,
      help,
      labelNames: ["state"],
      registers,
      async collect() {
        const vitals = await read();
        this.reset();
        const value = vitals && of(vitals);
        if (typeof value === "number") this.set(value);
        else for (const [state, count] of Object.entries(value ?? {})) this.set({ state }, count);
      },
    });
  }
}

async function readIfUp(core: Core): Promise<Vitals | null> {
  try {
    return await readVitals(core);
  } catch (error) {
    core.services.logger.warn({ err: error }, "the database does not say how the installation stands");
    return null;
  }
}
