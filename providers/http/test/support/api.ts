import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { afterAll, beforeAll, beforeEach } from "vitest";

/** A request as the server got it. */
export interface Seen {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: string;
}

export interface Reply {
  status?: number;
  headers?: Record<string, string | string[]>;
  /** Text as it is; anything else as JSON. */
  body?: unknown;
  /** Ends the connection instead of answering. */
  cut?: boolean;
  /** Never answers. */
  hang?: boolean;
}

/** Stands before the API: answers a request itself, or leaves it to the API by answering undefined. */
export type Interceptor = (seen: Seen, count: number) => Reply | undefined;

/** A REST API that keeps things in memory, under /things. Ids count up; `state` turns from building to active by reads. */
export class ThingsApi {
  readonly things = new Map<string, Record<string, unknown>>();
  readonly seen: Seen[] = [];
  intercept: Interceptor = () => undefined;
  url = "";
  /** Answers by idempotency key, as Stripe keeps them. */
  readonly #answers = new Map<string, Reply>();
  #next = 1;

  answer(seen: Seen): Reply {
    const [, collection, id, ...more] = seen.path.split("/");
    if (collection !== "things" || more.length > 0) return { status: 404, body: { error: "no such route" } };
    const key = `${seen.method} ${seen.path} ${seen.headers["idempotency-key"]}`;
    const before = seen.headers["idempotency-key"] ? this.#answers.get(key) : undefined;
    if (before !== undefined) return before;
    const reply = id === undefined || id === "" ? this.#all(seen) : this.#one(seen, decodeURIComponent(id));
    this.#answers.set(key, reply);
    return reply;
  }

  #all(seen: Seen): Reply {
    if (seen.method === "GET") return { body: { data: [...this.things.values()] } };
    if (seen.method !== "POST") return { status: 405 };
    const id = `t-${this.#next++}`;
    const thing = { ...parse(seen), id, token: `token-of-${id}-shown-once` };
    this.things.set(id, { ...parse(seen), id, url: `${this.url}/things/${id}` });
    return { status: 201, body: { data: thing } };
  }

  #one(seen: Seen, id: string): Reply {
    const thing = this.things.get(id);
    if (seen.method === "PUT" && thing === undefined && id.startsWith("named-")) {
      this.things.set(id, { ...parse(seen), id });
      return { status: 201, body: { data: this.things.get(id) } };
    }
    if (thing === undefined) return { status: 404, body: { error: `no thing ${id}` } };
    if (seen.method === "GET") return { body: { data: thing } };
    if (seen.method === "DELETE") {
      this.things.delete(id);
      return { status: 204 };
    }
    Object.assign(thing, parse(seen));
    return { body: { data: thing } };
  }
}

function parse(seen: Seen): Record<string, unknown> {
  if (seen.headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) {
    return Object.fromEntries(new URLSearchParams(seen.body));
  }
  return JSON.parse(seen.body || "{}");
}

/** The API on a port of its own, empty before each test. */
export function useApi(): ThingsApi {
  const api = new ThingsApi();
  const server = createServer((incoming, outgoing) => void handle(api, incoming, outgoing));
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    api.url = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  });
  beforeEach(() => {
    api.things.clear();
    api.seen.length = 0;
    api.intercept = () => undefined;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  return api;
}

async function handle(api: ThingsApi, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
  const url = new URL(incoming.url ?? "/", "http://api");
  const seen: Seen = {
    method: incoming.method ?? "",
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: incoming.headers as Record<string, string>,
    body: Buffer.concat(chunks).toString("utf8"),
  };
  api.seen.push(seen);
  const reply = api.intercept(seen, api.seen.length) ?? api.answer(seen);
  if (reply.hang) return;
  if (reply.cut) {
    incoming.socket.destroy();
    return;
  }
  const { status = 200, headers = {}, body } = reply;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  outgoing.writeHead(status, {
    ...(typeof body === "string" ? {} : { "content-type": "application/json" }),
    ...headers,
  });
  outgoing.end(status === 204 || incoming.method === "HEAD" ? undefined : text);
}
