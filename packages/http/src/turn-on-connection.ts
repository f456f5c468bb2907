import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";

const waiting = new WeakSet<Socket>();

/**
 * Resolves once a response is the next on its connection, at once for clients that wait for each answer. Others may send a
 * request behind one whose answer stays open for hours (pipelining: RFC 9112, section 9.3.2), and what it holds until it is
 * answered would be held for as long. It never resolves if the connection ends first. One waits on a connection: with a
 * second one the connection is closed, as what waits there would have no bound.
 */
export async function turnOnConnection({ socket }: IncomingMessage, response: ServerResponse): Promise<void> {
  if (response.socket !== null) return;
  if (waiting.has(socket)) socket.destroy();
  waiting.add(socket);
  try {
    await once(response, "socket");
  } finally {
    waiting.delete(socket);
  }
}
