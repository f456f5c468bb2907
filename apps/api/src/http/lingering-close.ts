import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

/** How long what a client goes on sending is read and thrown away. */
const LINGER_MS = 2000;

/**
 * Has an answer arrive also where a body is refused before it was read. A socket that is closed with bytes unread resets its
 * connection, and whoever is still sending loses the answer that says why. So what comes is read for a moment, as nginx
 * does (`lingering_close`), which is only needed for connections that are not kept.
 */
export function lingerOnClose(app: FastifyInstance): void {
  const last = new WeakMap<Socket, IncomingMessage>();
  app.server.on("request", (message) => last.set(message.socket, message));
  app.server.on("connection", (socket: Socket) => {
    const close = socket.destroySoon.bind(socket);
    socket.destroySoon = () => {
      if (last.get(socket)?.complete === true) close();
      else linger(socket);
    };
  });
}

function linger(socket: Socket): void {
  if (socket.destroyed || socket.writableEnded) return;
  socket.end();
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  timer.unref();
  socket.once("close", () => clearTimeout(timer));
}
