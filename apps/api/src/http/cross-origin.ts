import cors, { type FastifyCorsOptions } from "@fastify/cors";
import type { FastifyInstance } from "fastify";

const EXPOSED = ["ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-Id"];

/** All that the API answers to; what a page may not send, a preflight would not let it. */
const METHODS = ["GET", "HEAD", "POST", "DELETE"];

/**
 * Lets pages of the dashboard's origin call, and of those the operator names. Requests without `Origin` are not from
 * pages.
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
      // An OPTIONS that asks for no method is no preflight, but a method that no route has.
      const preflight = request.headers["access-control-request-method"] !== undefined;
      callback(null, request.headers.origin === undefined ? none : { ...options, preflight });
    },
  });
}
