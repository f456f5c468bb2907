import cors, { type FastifyCorsOptions } from "@fastify/cors";
import type { FastifyInstance } from "fastify";

const EXPOSED = ["ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-Id"];

/** All headers that the API accepts; a preflight would reject others. */
const METHODS = ["GET", "HEAD", "POST", "DELETE"];

/**
 * Allows calls from pages of the dashboard's origin, and of origins that the operator names. Requests without `Origin`
 * are not from pages.
 */
export async function allowOrigins(
  app: FastifyInstance,
  publicWebUrl: string,
  others: readonly string[],
): Promise<void> {
  const options: FastifyCorsOptions = {
    origin: [new URL(publicWebUrl).origin, ...others],
    methods: METHODS,
    exposedHeaders: EXPOSED,
    maxAge: 600,
  };
  const none: FastifyCorsOptions = { origin: false };
  await app.register(cors, {
    delegator: (request, callback) => {
      // An OPTIONS request without a requested method is not a preflight, but a method that no route has.
      const preflight = request.headers["access-control-request-method"] !== undefined;
      callback(null, request.headers.origin === undefined ? none : { ...options, preflight });
    },
  });
}
