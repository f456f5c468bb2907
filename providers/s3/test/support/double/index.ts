import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { type Answer, document, errorAnswer } from "./answer.ts";
import { createBucket, handleBucket } from "./buckets.ts";
import { handleObject } from "./objects.ts";
import { type Incoming, readRequest } from "./request.ts";
import { S3Error } from "./s3-error.ts";
import type { Bucket } from "./state.ts";
import { verifySignature } from "./verify-signature.ts";

/** Answers a request in place of the server; or leaves it alone by answering undefined, or never answers. */
export type Interceptor = (request: Incoming) => Answer | "hang" | "cut" | undefined;

export interface DoubleOptions {
  region?: string;
  /** The host that buckets are parts of the names of; undefined: they are parts of paths. */
  host?: string;
  /** It speaks TLS. */
  tls?: { key: string; cert: string };
}

/**
 * An S3 server in memory: the part of the API that the provider uses, after the API reference of Amazon S3. It checks signatures by itself,
 * and answers errors by the codes of Amazon S3.
 */
export class S3Double {
  readonly buckets = new Map<string, Bucket>();
  /** Secret keys by access keys; each is an account. */
  readonly secrets = new Map<string, string>();
  readonly region: string;
  /** All that it was asked, in order. */
  readonly seen: Incoming[] = [];
  intercept: Interceptor = () => undefined;
  /** How far its clock is ahead. */
  clockOffsetMs = 0;
  readonly #host: string | undefined;
  readonly #protocol: "http" | "https";
  readonly #server: ReturnType<typeof createServer>;

  constructor({ region = "us-east-1", host, tls }: DoubleOptions = {}) {
    this.region = region;
    this.#host = host;
    this.#protocol = tls ? "https" : "http";
    const serve = (message: IncomingMessage, response: ServerResponse) => void this.#serve(message, response);
    this.#server = tls ? createSecureServer(tls, serve) : createServer(serve);
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `${this.#protocol}://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = await readRequest(message);
    this.seen.push(request);
    const intercepted = this.intercept(request);
    if (intercepted === "hang") return;
    if (intercepted === "cut") {
      response.destroy();
      return;
    }
    const { status, headers, body } = intercepted ?? this.#answer(request);
    response.writeHead(status, headers);
    response.end(request.method === "HEAD" ? undefined : body);
  }

  #answer(request: Incoming): Answer {
    try {
      return this.#handle(request, verifySignature(request, { ...this, now: Date.now() + this.clockOffsetMs }));
    } catch (error) {
      if (error instanceof S3Error) return errorAnswer(error);
      return errorAnswer(new S3Error(500, "InternalError", String(error)));
    }
  }

  #handle(request: Incoming, owner: string): Answer {
    const { bucket: name, key } = this.#targetOf(request);
    if (name === "") return this.#listBuckets(owner);
    const { buckets, region } = this;
    if (key === "" && request.method === "PUT" && request.query.length === 0) {
      return createBucket(buckets, request, { name, owner, region });
    }
    const bucket = buckets.get(name);
    if (bucket === undefined) throw new S3Error(404, "NoSuchBucket", "There is no bucket of that name.");
    if (bucket.owner !== owner) throw new S3Error(403, "AccessDenied", "Access Denied");
    if (bucket.region !== region) throw redirectTo(bucket);
    return key === "" ? handleBucket(buckets, bucket, request) : handleObject(bucket, key, request);
  }

  #targetOf({ rawPath, headers }: Incoming): { bucket: string; key: string } {
    const [host = ""] = (headers["host"] ?? "").split(":");
    const path = rawPath.slice(1);
    if (this.#host !== undefined && host.endsWith(`.${this.#host}`)) {
      return { bucket: host.slice(0, -this.#host.length - 1), key: decodeURIComponent(path) };
    }
    const [bucket = "", ...rest] = path.split("/");
    return { bucket, key: decodeURIComponent(rest.join("/")) };
  }

  #listBuckets(owner: string): Answer {
    const own = [...this.buckets.values()].filter((bucket) => bucket.owner === owner);
    return document("ListAllMyBucketsResult", { Buckets: { Bucket: own.map(({ name }) => ({ Name: name })) } });
  }
}

function redirectTo({ name, region }: Bucket): S3Error {
  const message = "The bucket must be addressed using another endpoint.";
  return new S3Error(301, "PermanentRedirect", message, {
    details: { Bucket: name, Endpoint: `s3.${region}.example`, Region: region },
    headers: { "x-amz-bucket-region": region },
  });
}
