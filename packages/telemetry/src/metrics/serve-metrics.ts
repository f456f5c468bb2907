import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { collectDefaultMetrics, type Registry } from "prom-client";
import type { Logger } from "../logger.ts";

/** Where metrics are scraped. */
export interface ServeMetricsOptions {
  readonly registry: Registry;
  readonly host: string;
  /** 0 picks any free port. */
  readonly port: number;
  /** Scrapers must send it as `Authorization: Bearer …`; if omitted, no token is required. */
  readonly token?: string | undefined;
  /** Without a token: whether unauthorized readers cannot reach it. They can if provider code reaches this machine. */
  readonly isOutOfReach: () => Promise<boolean>;
  readonly logger: Logger;
}

export interface MetricsServer {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Answers `GET /metrics` in the text format of Prometheus, including metrics of the process itself (memory, CPU, event
 * loop, garbage collection), and `GET /health` with 200. Without a token anybody who reaches it may read it, unless
 * providers could reach it too: then bind it to an address in the operator's own network.
 *
 * @throws the system's error if it cannot listen there
 */
export async function serveMetrics(options: ServeMetricsOptions): Promise<MetricsServer> {
  const { registry, host, port, logger } = options;
  const refusalOf = doorkeeper(options);
  collectDefaultMetrics({ register: registry });
  const server = createServer((request, response) => {
    answer(registry, refusalOf, request, response).catch((error: unknown) => {
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

type RefusalOf = (request: IncomingMessage) => Promise<{ status: 401 | 403; message: string } | null>;

const WRONG_TOKEN = {
  status: 401,
  message: "Send the token of PRAGMA_METRICS_TOKEN as Authorization: Bearer …\n",
} as const;
const IN_REACH = {
  status: 403,
  message: "Providers could read this, since a worker cannot filter their network: set PRAGMA_METRICS_TOKEN\n",
} as const;

/** Decides who may read. Compares tokens by hash, which takes the same time whatever was sent. */
function doorkeeper({ token, isOutOfReach }: Pick<ServeMetricsOptions, "token" | "isOutOfReach">): RefusalOf {
  if (token === undefined) return async () => ((await isOutOfReach()) ? null : IN_REACH);
  const hash = (text: string): Buffer => createHash("sha256").update(text).digest();
  const wanted = hash(`Bearer ${token}`);
  return async ({ headers }) => (timingSafeEqual(hash(headers.authorization ?? ""), wanted) ? null : WRONG_TOKEN);
}

async function answer(registry: Registry, refusalOf: RefusalOf, request: IncomingMessage, response: ServerResponse) {
  const { method, url = "/" } = request;
  if (method !== "GET" && method !== "HEAD") return send(response, 405, "Only GET\n");
  const [path] = url.split("?", 1);
  if (path === "/health") return send(response, 200, "ok\n");
  if (path !== "/metrics") return send(response, 404, "Metrics are at /metrics\n");
  const refusal = await refusalOf(request);
  if (refusal) {
    if (refusal.status === 401) response.setHeader("www-authenticate", "Bearer");
    return send(response, refusal.status, refusal.message);
  }
  send(response, 200, await registry.metrics(), registry.contentType);
}

function send(response: ServerResponse, status: number, body: string, type = "text/plain; charset=utf-8"): void {
  response.writeHead(status, { "content-type": type, "cache-control": "no-store" });
  response.end(response.req.method === "HEAD" ? undefined : body);
}
