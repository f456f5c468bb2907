import { livenessSchema, readinessSchema } from "../health.ts";
import { defineEndpoint } from "./endpoint.ts";

export const getHealth = defineEndpoint({
  id: "getHealth",
  method: "GET",
  path: "/health",
  access: "open",
  tags: ["Health"],
  summary: "Whether the process lives",
  responses: { 200: { description: "It does", schema: livenessSchema } },
});

export const getReadiness = defineEndpoint({
  id: "getReadiness",
  method: "GET",
  path: "/health/ready",
  access: "open",
  tags: ["Health"],
  summary: "Whether it can serve",
  description: "Checks the database, the queue and the providers' sandbox.",
  responses: {
    200: { description: "It can", schema: readinessSchema },
    503: { description: "Something it needs is missing", schema: readinessSchema },
  },
});
