import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { gunzipSync } from "node:zlib";
import { type ReceivedSpan, readExport } from "./read-export.ts";

export type { ReceivedSpan } from "./read-export.ts";

/** A collector of traces: it receives OTLP over HTTP, in protobuf, as the ones of the trade do. */
export interface Collector {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string;
  /** All that it has received. */
  readonly spans: readonly ReceivedSpan[];
  /** The headers of the requests. */
  readonly requests: readonly IncomingHttpHeaders[];
  /** Resolves with the spans of a trace once `enough` says that they are all there. */
  trace(traceId: string, enough: (spans: readonly ReceivedSpan[]) => boolean): Promise<ReceivedSpan[]>;
  close(): Promise<void>;
}

const POLL_MS = 25;
const PATIENCE_MS = 30_000;

/** Starts one on a free port. */
export async function startCollector(): Promise<Collector> {
  const spans: ReceivedSpan[] = [];
  const requests: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    const receive = async () => {
      if (request.method !== "POST" || request.url !== "/v1/traces") return 404;
      if (request.headers["content-type"] !== "application/x-protobuf") return 415;
      const body = await buffer(request);
      spans.push(...readExport(request.headers["content-encoding"] === "gzip" ? gunzipSync(body) : body));
      requests.push(request.headers);
      return 200;
    };
    const answer = (status: number) => response.writeHead(status, { "content-type": "application/x-protobuf" }).end();
    receive().then(answer, () => answer(400));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    requests,
    async trace(traceId, enough) {
      const deadline = Date.now() + PATIENCE_MS;
      for (;;) {
        const found = spans.filter((span) => span.traceId === traceId);
        if (enough(found)) return found;
        if (Date.now() > deadline) throw new Error(`The trace ${traceId} has ${JSON.stringify(namesOf(found))}`);
        await sleep(POLL_MS);
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function namesOf(spans: readonly ReceivedSpan[]): string[] {
  return spans.map(({ service, name }) => `${service}: ${name}`);
}
