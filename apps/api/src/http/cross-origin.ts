import cors, { type FastifyCorsOptions } from "@fastify/cors";
import type { FastifyInstance } from "fastify";

const EXPOSED = ["ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After", "X-Request-Id"];

/** Lets pages of the dashboard's origin call, and no other. Requests without `Origin` are not from pages. */
export async function allowDashboard(app: FastifyInstance, publicWebUrl: string): Promise<void> {
  const options: FastifyCorsOptions = { origin: [new URL(publicWebUrl).origin], exposedHeaders: EXPOSED, maxAge: 600 };
  const none: FastifyCorsOptions = { origin: false };
  await app.register(cors, {
    delegator: (request, callback) => callback(null, request.headers.origin === undefined ? none : options),
  });
}
