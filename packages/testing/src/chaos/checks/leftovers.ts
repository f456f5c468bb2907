import type { Check, Violation } from "../violation.ts";

/** Finished work must leave nothing behind. */
export const leftovers: Check = {
  name: "leftovers",
  promise: "no lease, no locked or failed job, and no event that nobody awaits is left",
  run({ leftovers: { unsettledEvents, leases, lockedJobs, failedJobs, endedPrograms } }) {
    const found: [string, readonly string[]][] = [
      ["unsettled events that no resource awaits", unsettledEvents],
      ["leases without a handler", leases],
      ["jobs still locked", lockedJobs],
      ["jobs that failed for good", failedJobs],
      ["programs that ended without being asked to", endedPrograms],
    ];
    return found
      .filter(([, which]) => which.length > 0)
      .map(([what, which]): Violation => {
        const message = `${which.length} ${what}: ${which.slice(0, 5).join(", ")}`;
        return { check: leftovers.name, message, space: "", key: null };
      });
  },
};
