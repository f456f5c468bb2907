import { readFile } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
import { ApiError } from "./api-error.ts";

/** How the API server is reached. */
export interface ApiServerOptions {
  /** Such as `https://kubernetes.default.svc`, or with a path, below which everything is. */
  url: string;
  /** Has the bearer token. It is read for each request, since Kubernetes replaces it hourly. */
  tokenFile: string;
  /** A PEM file of the authorities that the server's certificate is checked by. */
  caFile: string;
}

/** Parts of a request besides its path. */
export interface ApiRequest {
  method: "GET" | "POST" | "DELETE";
  path: string;
  query?: Readonly<Record<string, string>>;
  body?: object;
  signal?: AbortSignal;
}

const TIMEOUT_MS = 15_000;
/** Limit of an answer: a page of 500 Pods has some 5 MiB. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;
const MAX_MESSAGE = 500;

/** The few requests to the API server of Kubernetes that the driver makes, over TLS, with the certificate checked. */
export class ApiServer {
  readonly #options: ApiServerOptions;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 64 });

  constructor(options: ApiServerOptions) {
    this.#options = options;
  }

  /**
   * Sends a request and reads the answer, a JSON object of at most 32 MiB, within 15 s.
   *
   * @throws ApiError
   */
  async send<Answer>(sent: ApiRequest): Promise<Answer> {
    const deadline = AbortSignal.timeout(TIMEOUT_MS);
    const signal = sent.signal ? AbortSignal.any([sent.signal, deadline]) : deadline;
    const response = await this.open({ ...sent, signal });
    const text = await readText(response, MAX_ANSWER_BYTES);
    return parse(text) as Answer;
  }

  /** Sends a request and resolves with the answer once its head is there, if it is a success. @throws ApiError */
  async open({ method, path, query = {}, body, signal }: ApiRequest): Promise<IncomingMessage> {
    const { headers, tls, url } = await this.access(path, query);
    const text = body && JSON.stringify(body);
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = request(url, {
        method,
        ...tls,
        agent: this.#agent,
        ...(signal && { signal }),
        headers: {
          ...headers,
          accept: "application/json",
          ...(text !== undefined && { "content-type": "application/json", "content-length": Buffer.byteLength(text) }),
        },
      });
      outgoing.on("error", (error) => reject(unreachable(error)));
      outgoing.on("response", resolve);
      outgoing.end(text);
    });
    const { statusCode = 0 } = response;
    if (statusCode >= 200 && statusCode < 300) return response;
    const answer = await readText(response, MAX_ANSWER_BYTES).catch(() => "");
    throw refusal(statusCode, answer);
  }

  /** Address and credentials of a connection to `path`: for the WebSocket, which is opened elsewhere. @throws ApiError */
  async access(path: string, query: Readonly<Record<string, string>> | URLSearchParams) {
    const { tokenFile, caFile, url: base } = this.#options;
    const [token, ca] = await Promise.all([readSecret(tokenFile), readSecret(caFile)]);
    const url = new URL(base);
    url.pathname = `${url.pathname.replace(/\/$/, "")}${path}`;
    url.search = String(new URLSearchParams(query));
    // Whatever the environment tells Node to let pass: the token goes to whoever answers.
    const tls = { ca, rejectUnauthorized: true };
    return { url, tls, headers: { authorization: `Bearer ${token.trim()}` } };
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** The refusal in an answer, which is a `Status` if it comes from the API server itself. */
export function refusal(status: number, answer: string): ApiError {
  const { message } = parseObject(answer);
  const said = typeof message === "string" ? message : answer;
  return new ApiError(`Kubernetes answered ${status}: ${said.slice(0, MAX_MESSAGE)}`, status);
}

/** @throws never: a failure to connect, as an ApiError. */
export function unreachable(error: Error): ApiError {
  const { code } = error as NodeJS.ErrnoException;
  const what = error.name === "TimeoutError" || error.name === "AbortError" ? "no answer in time" : error.message;
  return new ApiError(`Kubernetes cannot be reached: ${code ? `${code}: ` : ""}${what}`, null, { cause: error });
}

async function readSecret(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "unknown";
    throw new ApiError(
      `${path} cannot be read (${code}): the token and the certificates of Kubernetes are files`,
      null,
    );
  }
}

/** Reads all of an answer. @throws ApiError if it breaks off, or is longer than `limit` bytes */
async function readText(response: IncomingMessage, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > limit) throw new Error(`the answer is longer than ${limit} bytes`);
      chunks.push(chunk);
    }
  } catch (error) {
    response.destroy();
    throw unreachable(error as Error);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ApiError("Kubernetes answered something that is not JSON", null, { cause: error });
  }
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
