import { createServer, type Server } from "node:http";

/**
 * The server of the dashboard, not yet listening. Protocol upgrades are declined by answering them like any other
 * request: Next would accept such a connection, never answer or close it, past all timeouts, and a stopping server
 * would wait for it forever.
 *
 * @param development Next's own tools speak over a WebSocket
 */
export function httpServer(development: boolean): Server {
  return createServer({ shouldUpgradeCallback: () => development });
}
