import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** The listener of a command line that waits for the end of its login: a real server on loopback that takes one request. */
export interface CallbackListener {
  readonly port: number;
  /** The first request that comes for its path. */
  readonly request: Promise<IncomingMessage>;
  close(): Promise<void>;
}

export async function listenForCallback(host = "127.0.0.1"): Promise<CallbackListener> {
  const server = createServer();
  const request = new Promise<IncomingMessage>((resolve) => {
    server.on("request", (incoming, response) => {
      response.end("You can close this window.");
      if (incoming.url?.startsWith("/auth/callback")) resolve(incoming);
    });
  });
  server.listen(0, host);
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    request,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
