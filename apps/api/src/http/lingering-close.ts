import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

/** How long input that a client keeps sending is read and discarded. */
const LINGER_MS = 2000;

/**
 * Makes sure that a response arrives even if a body is refused before it was read. Closing a socket with unread bytes
 * resets the connection, and a client that is still sending loses the response. So input is read for a moment, as nginx
 * does (`lingering_close`), which is needed only for connections that are not kept alive.
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
