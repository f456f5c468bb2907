import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { collectDefaultMetrics, type Registry } from "prom-client";
import type { Logger } from "../logger.ts";

/** Where metrics are scraped. */
export interface ServeMetricsOptions {
  readonly registry: Registry;
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Whoever reads the metrics has to send it as `Authorization: Bearer …`; nobody has to if left out. */
  readonly token?: string | undefined;
  readonly logger: Logger;
}

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Answers `GET /metrics` in the text format of Prometheus, with those of the process itself (memory, CPU, event loop,
 * garbage collection), and `GET /health` with 200. Without a token whoever reaches it may read it: it then belongs on an
 * address that only the operator's own network does.
 *
 * @throws the system's error if it cannot listen there
 */
export async function serveMetrics(options: ServeMetricsOptions): Promise<MetricsServer> {
  const { registry, host, port, logger } = options;
  const mayRead = reader(options.token);
  collectDefaultMetrics({ register: registry });
  const server = createServer((request, response) => {
    answer(registry, mayRead, request, response).catch((error: unknown) => {
      logger.warn({ err: error }, "the metrics could not be read");
      send(response, 500, "The metrics could not be read; the log says why\n");
    });
  });
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, () => resolve());
  });
  const address = server.address() as AddressInfo;
  logger.info(`metrics at http://${host.includes(":") ? `[${host}]` : host}:${address.port}/metrics`);
  return {
    port: address.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Who may read: by hashes, which take the same time to compare whatever was sent. */
function reader(token: string | undefined): (request: IncomingMessage) => boolean {
  if (token === undefined) return () => true;
  const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
  const wanted = hash(`Bearer ${token}`);
  return ({ headers }) => timingSafeEqual(hash(headers.authorization ?? ""), wanted);
}

async function answer(
  registry: Registry,
  mayRead: (request: IncomingMessage) => boolean,
  request: IncomingMessage,
  response: ServerResponse,
) {
  const { method, url = "/" } = request;
  if (method !== "GET" && method !== "HEAD") return send(response, 405, "Only GET\n");
  const [path] = url.split("?", 1);
  if (path === "/health") return send(response, 200, "ok\n");
  if (path !== "/metrics") return send(response, 404, "Metrics are at /metrics\n");
  if (!mayRead(request)) {
    response.setHeader("www-authenticate", "Bearer");
    return send(response, 401, "Send the token of PRAGMA_METRICS_TOKEN as Authorization: Bearer …\n");
  }
  send(response, 200, await registry.metrics(), registry.contentType);
}

function send(response: ServerResponse, status: number, body: string, type = "text/plain; charset=utf-8"): void {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
  response.end(response.req.method === "HEAD" ? undefined : body);
}
