import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

const SWEEP_MS = 50;

/**
 * Lets the server close as soon as its last answer is sent. When told to close, Node closes connections that are idle
 * at that moment. It leaves out those whose answer ends a moment later, which would be kept alive for their full time,
 * and those on which nothing was ever asked, as clients open in advance, which it takes for slow requests.
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
