import { graceful } from "@pragma/http";
import type { FastifyInstance } from "fastify";

/** Lets the server drain before it closes, and close as soon as its last response is sent: `app.graceful`. */
export function closeGracefully(app: FastifyInstance): void {
  const server = graceful(app.server);
  app.decorate("graceful", server);
  app.addHook("preClose", async () => {
    if (!app.server.listening) return;
    server.closeIdleConnections();
    await server.quietMoment();
  });
}
