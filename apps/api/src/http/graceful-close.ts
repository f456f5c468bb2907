import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

const SWEEP_MS = 50;

/**
 * Lets the server close as soon as its last response is sent. On close, Node closes connections that are idle at that
 * moment. It misses those whose response ends a moment later, which would be kept alive for their full time, and those
 * that clients opened in advance without a request, which it treats as slow requests.
 */
export function closeConnectionsOnClose(app: FastifyInstance): void {
  const sockets = new Set<Socket>();
  app.server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  const sweep = (): void => {
    app.server.closeIdleConnections();
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
  };
  app.addHook("preClose", async () => {
    if (!app.server.listening) return;
    const timer = setInterval(sweep, SWEEP_MS);
    app.server.once("close", () => clearInterval(timer));
  });
}
