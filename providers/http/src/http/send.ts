import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { MAX_ANSWER_BYTES } from "../fields.ts";
import { translateError } from "./translate-error.ts";

/** One request, ready to be sent. */
export interface HttpRequest {
  method: string;
  url: URL;
  headers: Readonly<Record<string, string>>;
  body: string | null;
}

/** How to connect, and for how long. */
export interface Connection {
  ca?: string | undefined;
  /** Seconds. */
  timeout: number;
  signal: AbortSignal;
}

/** An answer, of any status. */
export interface HttpAnswer {
  status: number;
  /** Names in lower case; what came more than once is joined by `, `. */
  headers: Record<string, string>;
  text: string;
  /** Whether the body had more than MAX_ANSWER_BYTES, so that its end is missing. */
  cut: boolean;
}

/** A connection is made for each request: one kept open may be closed by the server just as a request is sent over it. */
const agent = false;

/**
 * Sends one request and reads the answer, of which at most MAX_ANSWER_BYTES. Redirects are answers like any other.
 *
 * @throws the signal's reason once it is aborted; an error in plain words for what goes wrong on the way.
 */
export async function send(request: HttpRequest, connection: Connection): Promise<HttpAnswer> {
  const timeout = AbortSignal.timeout(connection.timeout * 1000);
  const signal = AbortSignal.any([connection.signal, timeout]);
  try {
    return await exchange(request, connection.ca, signal);
  } catch (error) {
    connection.signal.throwIfAborted();
    throw translateError(error, request, timeout.aborted ? connection.timeout : null);
  }
}

async function exchange(request: HttpRequest, ca: string | undefined, signal: AbortSignal): Promise<HttpAnswer> {
  const { method, url, body } = request;
  const start = url.protocol === "https:" ? requestHttps : requestHttp;
  const headers = {
    "user-agent": "pragma",
    accept: "application/json, */*;q=0.5",
    ...request.headers,
    // Compressed answers would have to be unpacked with a bound of their own.
    "accept-encoding": "identity",
    ...(body === null ? {} : { "content-length": String(Buffer.byteLength(body)) }),
  };
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const outgoing = start(url, { method, headers, agent, signal, ...(ca === undefined ? {} : { ca }) }, resolve);
  outgoing.on("error", reject);
  outgoing.end(body ?? undefined);
  const incoming = await promise;
  try {
    const { text, cut } = await readBody(incoming);
    return { status: incoming.statusCode ?? 0, headers: joinHeaders(incoming), text, cut };
  } finally {
    outgoing.destroy();
  }
}

async function readBody(incoming: IncomingMessage): Promise<{ text: string; cut: boolean }> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    const room = MAX_ANSWER_BYTES - bytes;
    chunks.push(chunk.subarray(0, room));
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) break;
  }
  return { text: Buffer.concat(chunks).toString("utf8"), cut: bytes > MAX_ANSWER_BYTES };
}

function joinHeaders(incoming: IncomingMessage): Record<string, string> {
  const joined = Object.entries(incoming.headersDistinct).map(([name, values]) => [name, (values ?? []).join(", ")]);
  return Object.fromEntries(joined);
}
