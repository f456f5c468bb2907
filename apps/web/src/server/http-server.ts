import { createServer, type Server } from "node:http";

/**
 * The server of the dashboard, not listening yet. Offers to go on with another protocol are declined by answering them as
 * any other request: Next would take such a connection, answer nothing and never close it, past all limits of time, and a
 * server that is told to stop would wait for it for ever.
 *
 * @param development Next's own tools speak over a WebSocket
 */
export function httpServer(development: boolean): Server {
  return createServer({ shouldUpgradeCallback: () => development });
}
