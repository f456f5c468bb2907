import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";

/** A request, ready to be sent. */
export interface Exchange {
  method: string;
  url: { protocol: string; host: string };
  /** Sent as it is: Node's own URLs would leave out `.` and `..`, which keys may have. */
  path: string;
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  ca: string | undefined;
  signal: AbortSignal;
  maxBytes: number;
}

/** An answer, of any status. */
export interface Answer {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  /** Whether the body has more than was asked for, so that its end is missing. */
  cut: boolean;
}

/** A connection is made for each request: one kept open may be closed by the server just as a request is sent over it. */
const agent = false;

/** Sends one request and reads the answer, of which at most `maxBytes`. Redirects are answers like any other. */
export async function exchange({ method, url, path, headers, body, ca, signal, maxBytes }: Exchange): Promise<Answer> {
  const start = url.protocol === "https:" ? requestHttps : requestHttp;
  const { hostname, port } = new URL(`${url.protocol}//${url.host}`);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const outgoing = start(
    {
      ...{ method, hostname: hostname.replace(/^\[|\]$/g, ""), port, path, agent, signal },
      headers: { ...headers, "user-agent": "pragma" },
      ...(ca !== undefined && { ca }),
    },
    resolve,
  );
  outgoing.on("error", reject);
  outgoing.end(body);
  const incoming = await promise;
  try {
    return { status: incoming.statusCode ?? 0, headers: headersOf(incoming), ...(await readBody(incoming, maxBytes)) };
  } finally {
    outgoing.destroy();
  }
}

async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<{ body: Buffer; cut: boolean }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    chunks.push(chunk.subarray(0, maxBytes - bytes));
    bytes += chunk.length;
    if (bytes > maxBytes) break;
  }
  return { body: Buffer.concat(chunks), cut: bytes > maxBytes };
}

function headersOf(incoming: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(incoming.headersDistinct).map(([name, values]) => [name, (values ?? []).join(", ")]),
  );
}
