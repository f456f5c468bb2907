import { graceful } from "@pragma/http";
import type { FastifyInstance } from "fastify";

/** Lets the server drain before it closes (`app.graceful`), and stop listening before anything else ends. */
export function stopListeningOnClose(app: FastifyInstance): void {
  app.decorate("graceful", graceful(app.server));
  app.addHook("preClose", async () => {
    if (app.server.listening) await app.graceful.stopListening();
  });
}

/** Waits for the last response: Fastify takes a server that no longer listens for one that has closed. */
export function endConnectionsOnClose(app: FastifyInstance): void {
  app.addHook("preClose", () => app.graceful.endConnections());
}
