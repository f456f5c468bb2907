import type { Core } from "@pragma/core";
import { Counter, type Registry } from "@pragma/telemetry/metrics";

/** Counts reads by what came of them on the read replica. Nothing where none is configured. */
export function reportReplica({ services: { standby } }: Core, registry: Registry): void {
  if (standby === null) return;
  new Counter({
    name: "pragma_replica_reads_total",
    help: "Lists and read models that the read replica served, or that were read from the primary, and why",
    labelNames: ["outcome"],
    registers: [registry],
    collect() {
      this.reset();
      for (const [outcome, count] of Object.entries(standby.counts)) this.inc({ outcome }, count);
    },
  });
}
