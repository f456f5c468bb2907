import { applyUntilReady } from "./apply-until-ready.ts";
import type { Job } from "./jobs.ts";
import { pacedApplies } from "./paced-applies.ts";
import { pacedGets } from "./paced-gets.ts";
import { runRequests } from "./run-requests.ts";

/** The load generator: a process of its own, so that what it costs is not counted as the server's. */
process.on("message", (job: Job) => {
  run(job).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ error: error instanceof Error ? error.message : String(error) }),
  );
});

function run(job: Job): Promise<unknown> {
  switch (job.kind) {
    case "requests":
      return runRequests(job);
    case "apply-until-ready":
      return applyUntilReady(job);
    case "paced-applies":
      return pacedApplies(job);
    case "paced-gets":
      return pacedGets(job);
  }
}
