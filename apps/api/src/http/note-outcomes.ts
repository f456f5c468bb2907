import type { FastifyInstance } from "fastify";

/**
 * Tells readiness how each request ended. An answer counts only if its caller is known: what is open, such as health checks, hardly
 * asks the database, and would hide that nothing else works.
 */
export function noteOutcomes(app: FastifyInstance): void {
  const { requests } = app.core.services;
  app.addHook("onResponse", (request, reply, done) => {
    const { caller, failure } = request;
    if (failure !== null) requests.failed(failure, caller?.organizationId ?? null);
    if (caller !== null && reply.raw.statusCode < 500) requests.answered(caller.organizationId);
    done();
  });
}
