import { once } from "node:events";
import { createServer } from "node:http";
import { freePort } from "@pragma/db/embedded";

/** An external program that is down until it is started. */
export interface SwitchableServer {
  readonly url: string;
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function createSwitchableServer(): Promise<SwitchableServer> {
  const port = await freePort();
  const server = createServer((_request, response) => response.end("ok"));
  return {
    url: `http://127.0.0.1:${port}/health`,
    async start() {
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
    },
    async close() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
