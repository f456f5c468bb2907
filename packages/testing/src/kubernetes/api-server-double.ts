import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, type Server } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { makeCertificate } from "./certificates.ts";
import { EXEC_PROTOCOL, type ExecBehaviour, serveExec } from "./exec-session.ts";
import { type PodEvent, type PodObject, PodStore } from "./pod-store.ts";

interface Refusal {
  code: number;
  reason: string;
  message: string;
}

/** A request whose sender is known. */
export interface AskedOfCluster {
  kind: "create" | "delete" | "get" | "list" | "watch" | "exec";
  /** The name of the Pod; empty for a new one, and for all. */
  pod: string;
}

const BOOKMARK_MS = 1_000;

/**
 * An API server of Kubernetes, and the node behind it, as far as Pods go: it speaks the same HTTP over TLS and the same
 * WebSocket, and runs the containers' commands as processes of this machine. Nothing confines these.
 */
export class KubernetesDouble implements ExecBehaviour {
  readonly namespace = "pragma-workers";
  readonly store = new PodStore();
  readonly url: string;
  readonly caFile: string;
  readonly tokenFile: string;
  onFrame: ExecBehaviour["onFrame"] = () => "pass";
  holdsStdin = false;
  leavesOpen = false;
  /** Whether the answer to the next request that makes a Pod is lost, though the Pod is made. */
  losesAnswer = false;
  /** Whether it does not know version 5 of the exec's sub-protocol. */
  isOld = false;
  /** Refusal of requests that make Pods. */
  refusal: Refusal | null = null;
  /** Hears of each request before it is answered, and may refuse it. */
  onRequest: (request: AskedOfCluster) => Refusal | null = () => null;
  /** Whether watches end as soon as they have begun. */
  endsWatches = false;
  readonly #server: Server;
  readonly #folder: string;
  readonly #port: number;
  readonly #sockets = new Set<Socket | Duplex>();
  readonly #execs = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(EXEC_PROTOCOL) && !this.isOld ? EXEC_PROTOCOL : false),
  });
  #token = "first";

  private constructor(server: Server, folder: string, caFile: string) {
    this.#server = server;
    this.#folder = folder;
    this.#port = (server.address() as AddressInfo).port;
    this.url = `https://127.0.0.1:${this.#port}`;
    this.caFile = caFile;
    this.tokenFile = join(folder, "token");
    this.rotateToken(this.#token);
    server.on("connection", (socket) => this.#keep(socket));
    server.on("secureConnection", (socket) => this.#keep(socket));
    server.on("request", (request, response) => void this.#answer(request, response));
    server.on("upgrade", (request, socket, head) => this.#exec(request, socket, head));
  }

  static async start(): Promise<KubernetesDouble> {
    const folder = mkdtempSync(join(tmpdir(), "pragma-test-kubernetes-"));
    const { key, cert, caFile } = makeCertificate(folder, "kubernetes");
    const server = createServer({ key, cert });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new KubernetesDouble(server, folder, caFile);
  }

  /** From now on this one is right, and in the file; the one before is refused. */
  rotateToken(token: string): void {
    this.#token = token;
    writeFileSync(this.tokenFile, `${token}\n`);
  }

  /** The API server is gone: connections break, and none is made. What runs in Pods goes on. */
  away(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  async back(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, "127.0.0.1", resolve));
  }

  /** Output of the first processes of all containers. */
  logs(): Buffer {
    return Buffer.concat([...this.store.containers.values()].flatMap(({ log }) => log));
  }

  close(): void {
    this.away();
    this.store.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #keep(socket: Socket | Duplex): void {
    this.#sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => this.#sockets.delete(socket));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url, name, refusal } = this.#enter(request);
    if (refusal) return refuse(response, refusal);
    const body = await readJson(request);
    const missing = { code: 404, reason: "NotFound", message: `pods "${name}" not found` };
    if (request.method === "POST") return this.#create(body as unknown as PodObject, request, response);
    if (request.method === "DELETE") {
      const { uid } = (body["preconditions"] ?? {}) as { uid?: string };
      const found = this.store.get(name);
      if (!found) return refuse(response, missing);
      if (uid !== undefined && found.metadata.uid !== uid)
        return refuse(response, {
          code: 409,
          reason: "Conflict",
          message: "the UID in the precondition does not match",
        });
      return reply(response, 200, this.store.delete(name, Number(body["gracePeriodSeconds"] ?? 30)) ?? {});
    }
    if (name !== "") {
      const found = this.store.get(name);
      return found ? reply(response, 200, found) : refuse(response, missing);
    }
    if (url.searchParams.get("watch") === "1") return this.#watch(url, response);
    this.#list(url, response);
  }

  #create(manifest: PodObject, request: IncomingMessage, response: ServerResponse): void {
    const pod = this.refusal ? null : this.store.create(manifest, this.namespace);
    if (!pod) {
      const message = `pods "${manifest.metadata.name}" already exists`;
      refuse(response, this.refusal ?? { code: 409, reason: "AlreadyExists", message });
    } else if (this.losesAnswer) {
      this.losesAnswer = false;
      request.socket.destroy();
    } else reply(response, 201, pod);
  }

  #list(url: URL, response: ServerResponse): void {
    const matching = this.store.list().filter((pod) => selects(url, pod));
    const from = Number(url.searchParams.get("continue") ?? 0);
    const limit = Number(url.searchParams.get("limit") ?? Number.POSITIVE_INFINITY);
    const items = matching.slice(from, from + limit);
    const next = from + items.length;
    reply(response, 200, {
      kind: "PodList",
      apiVersion: "v1",
      metadata: {
        resourceVersion: String(this.store.version),
        ...(next < matching.length && { continue: String(next) }),
      },
      items,
    });
  }

  #watch(url: URL, response: ServerResponse): void {
    const from = Number(url.searchParams.get("resourceVersion") ?? 0);
    response.writeHead(200, { "content-type": "application/json" });
    if (this.endsWatches) {
      response.end();
      return;
    }
    const send = (event: object) => response.write(`${JSON.stringify(event)}\n`);
    if (from < this.store.oldest) {
      send({ type: "ERROR", object: { kind: "Status", metadata: {}, code: 410, reason: "Expired" } });
      response.end();
      return;
    }
    const tell = (event: PodEvent) => {
      if (selects(url, event.object)) send(event);
    };
    for (const event of this.store.since(from)) tell(event);
    const stop = this.store.onEvent(tell);
    const bookmarks = setInterval(() => {
      send({ type: "BOOKMARK", object: { kind: "Pod", metadata: { resourceVersion: String(this.store.version) } } });
    }, BOOKMARK_MS);
    const seconds = Number(url.searchParams.get("timeoutSeconds") ?? 300);
    const end = setTimeout(() => response.end(), seconds * 1_000);
    response.on("close", () => {
      stop();
      clearInterval(bookmarks);
      clearTimeout(end);
    });
  }

  #exec(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { url, name, isExec, refusal } = this.#enter(request);
    const container = this.store.container(name);
    const why =
      refusal ??
      (isExec
        ? null
        : { code: 404, reason: "NotFound", message: "the server could not find the requested resource" }) ??
      (this.store.get(name) ? null : { code: 404, reason: "NotFound", message: `pods "${name}" not found` }) ??
      (container?.isRunning ? null : { code: 500, reason: "InternalError", message: "container not found" });
    if (why || !container) {
      const text = JSON.stringify(statusOf(why ?? { code: 500, reason: "InternalError", message: "" }));
      socket.end(
        `HTTP/1.1 ${why?.code} ${why?.reason}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`,
      );
      return;
    }
    this.#execs.handleUpgrade(request, socket, head, (connection) => {
      serveExec(connection, { pod: name, container, command: url.searchParams.getAll("command") }, this);
    });
  }

  #enter(request: IncomingMessage): { url: URL; name: string; isExec: boolean; refusal: Refusal | null } {
    const url = new URL(request.url ?? "/", this.url);
    const path = /^\/api\/v1\/namespaces\/([^/]+)\/pods(?:\/([^/]+))?(\/exec)?$/.exec(url.pathname);
    const [, namespace, name = "", exec] = path ?? [];
    const isKnown = request.headers.authorization === `Bearer ${this.#token}`;
    const message = `pods is forbidden in the namespace "${namespace}"`;
    const forbidden = namespace === this.namespace ? null : { code: 403, reason: "Forbidden", message };
    const unknown = { code: 401, reason: "Unauthorized", message: "Unauthorized" };
    const isExec = exec !== undefined;
    const refusal = isKnown
      ? (forbidden ?? this.onRequest({ kind: kindOf(request, url, name, isExec), pod: name }))
      : unknown;
    return { url, name, isExec, refusal };
  }
}

function kindOf({ method }: IncomingMessage, url: URL, name: string, isExec: boolean): AskedOfCluster["kind"] {
  if (isExec) return "exec";
  if (method === "POST") return "create";
  if (method === "DELETE") return "delete";
  if (name !== "") return "get";
  return url.searchParams.get("watch") === "1" ? "watch" : "list";
}

function selects(url: URL, { metadata }: PodObject): boolean {
  const selector = url.searchParams.get("labelSelector") ?? "";
  return selector
    .split(",")
    .filter((part) => part !== "")
    .every((part) => {
      const [key = "", value] = part.split("=");
      return metadata.labels?.[key] === value;
    });
}

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
}

function statusOf({ code, reason, message }: Refusal): object {
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason, code };
}

function refuse(response: ServerResponse, refusal: Refusal): void {
  reply(response, refusal.code, statusOf(refusal));
}

function reply(response: ServerResponse, code: number, body: object): void {
  response.writeHead(code, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
