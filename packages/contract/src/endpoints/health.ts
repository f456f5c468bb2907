import { livenessSchema, readinessSchema } from "../health.ts";
import { defineEndpoint } from "./endpoint.ts";

export const getHealth = defineEndpoint({
  id: "getHealth",
  method: "GET",
  path: "/health",
  access: "open",
  tags: ["Health"],
  summary: "Check that the process is alive",
  description: "Answers as long as the process runs, whatever else is broken. For liveness probes.",
  responses: { 200: { description: "It is alive", schema: livenessSchema } },
});

export const getReadiness = defineEndpoint({
  id: "getReadiness",
  method: "GET",
  path: "/health/ready",
  access: "open",
  tags: ["Health"],
  summary: "Check that requests can be served",
  description:
    "Looks at the database, also at whether it failed the requests of the last seconds, the queue and the sandbox of the providers. For readiness probes.",
  responses: {
    200: { description: "All of it works", schema: readinessSchema },
    503: { description: "Something it needs is missing", schema: readinessSchema },
  },
});
