import { ConnectionError, PragmaError, TimeoutError } from "../errors/index.ts";
import type { AttemptInfo, HookRequest, Hooks } from "../hooks.ts";
import type { PragmaOptions, TokenSource } from "../options.ts";
import { VERSION } from "../version.ts";
import { retryDelay } from "./backoff.ts";
import { type Answer, type Body, type Call, queryString } from "./call.ts";
import { Deadline, sleep } from "./deadline.ts";
import { randomKey } from "./random-key.ts";
import { readError } from "./read-error.ts";

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_RETRIES = 3;
/** Problem details carry the error's code; everything else stays plain JSON. */
const ACCEPT = "application/json, application/problem+json";

type Reader<Value> = (response: Response, deadline: Deadline) => Promise<Value>;

/** Sends calls: attempts, retries, time limits, hooks. */
export class Transport {
  readonly #base: string;
  readonly #token: TokenSource | undefined;
  readonly #fetch: typeof fetch;
  readonly #hooks: readonly Hooks[];
  readonly #userAgent: string | undefined;
  readonly #timeout: number;
  readonly #maxRetries: number;

  /** @throws TypeError if `apiUrl` is not an http or https URL */
  constructor(options: PragmaOptions) {
    this.#base = baseOf(options.apiUrl);
    this.#token = options.token;
    this.#fetch = options.fetch ?? ((...args) => fetch(...args));
    this.#hooks = [options.hooks ?? []].flat();
    this.#timeout = options.timeout ?? DEFAULT_TIMEOUT_MS;
    this.#maxRetries = options.maxRetries ?? DEFAULT_RETRIES;
    // If a page sets it, the request needs another preflight, and some browsers refuse.
    const own = [options.userAgent, `pragma-sdk/${VERSION}`].filter(Boolean).join(" ");
    this.#userAgent = "document" in globalThis ? undefined : own;
  }

  /**
   * Sends a call until an attempt succeeds or a retry would not help. `read` is part of the attempt: a truncated
   * response is retried.
   */
  async send<Value>(call: Call, read: Reader<Value>): Promise<Answer<Value>> {
    const { signal, maxRetries = this.#maxRetries } = call.options;
    const keyed = call.method === "POST" && !call.writesNothing ? { ...call, headers: withKey(call.headers) } : call;
    const safe = call.safe ?? (call.method !== "DELETE" || call.headers?.["if-match"] === undefined);
    const again = call.body?.replayable ?? true;
    for (let attempt = 1; ; attempt++) {
      const info = { action: call.action, method: call.method, url: this.#urlOf(call), attempt };
      try {
        return await this.#attempt(keyed, info, read);
      } catch (error) {
        await this.#notify("onError", { ...info, error });
        signal?.throwIfAborted();
        const delay = again && attempt <= maxRetries ? retryDelay(error, attempt, safe) : null;
        if (delay === null) throw error;
        await this.#notify("onRetry", { ...info, error, delay });
        await sleep(delay, signal);
      }
    }
  }

  /** Sends a call whose answer is JSON; null stands for an answer without a body. */
  json<Value>(call: Call): Promise<Answer<Value>> {
    return this.send(call, async (response, deadline) => {
      const value = await readJson(call, response);
      deadline.release();
      return value as Value;
    });
  }

  /** Only the value of it. */
  async value<Value>(call: Call): Promise<Value> {
    return (await this.json<Value>(call)).value;
  }

  #urlOf(call: Call): string {
    return this.#base + call.path + queryString(call.query);
  }

  async #attempt<Value>(call: Call, info: AttemptInfo, read: Reader<Value>): Promise<Answer<Value>> {
    const { signal, timeout = this.#timeout } = call.options;
    signal?.throwIfAborted();
    call.onAttempt?.();
    const headers = await this.#headersOf(call);
    const request: HookRequest = { ...info, headers };
    await this.#notify("onRequest", request);
    const body = await call.body?.make();
    const deadline = new Deadline(signal, timeout);
    const fail = (error: unknown): never => {
      deadline.release();
      if (signal?.aborted) throw signal.reason;
      if (deadline.timedOut) throw new TimeoutError(`Could not ${call.action}: no answer in ${timeout} ms`, timeout);
      if (call.body?.failure && "error" in call.body.failure) throw call.body.failure.error;
      if (error instanceof PragmaError) throw error;
      throw new ConnectionError(`Could not ${call.action}: ${reasonOf(error)} (${this.#base})`, { cause: error });
    };
    const begun = performance.now();
    const response = await this.#fetch(request.url, requestInit(call, headers, body, deadline.signal)).catch(fail);
    const duration = performance.now() - begun;
    const answer = { status: response.status, headers: response.headers };
    await this.#notify("onResponse", { request, ...answer, requestId: answer.headers.get("x-request-id"), duration });
    try {
      if (!response.ok && !call.accept?.includes(response.status)) throw await readError(call.action, response);
      return { value: await read(response, deadline), ...answer };
    } catch (error) {
      return fail(error);
    }
  }

  async #headersOf(call: Call): Promise<Headers> {
    const token = typeof this.#token === "function" ? await this.#token() : this.#token;
    const headers = new Headers({ accept: ACCEPT });
    if (token) headers.set("authorization", `Bearer ${checkedToken(token, call.action)}`);
    if (this.#userAgent !== undefined) headers.set("user-agent", this.#userAgent);
    if (call.body?.contentType !== undefined) headers.set("content-type", call.body.contentType);
    for (const [name, value] of Object.entries({ ...call.headers, ...call.options.headers })) {
      if (value !== undefined) headers.set(name, value);
    }
    return headers;
  }

  async #notify<Name extends keyof Hooks>(name: Name, event: Parameters<NonNullable<Hooks[Name]>>[0]): Promise<void> {
    for (const hooks of this.#hooks) await hooks[name]?.(event as never);
  }
}

/** fetch quotes an invalid header in its error, and so the token: a token file with two lines would get into a log. */
function checkedToken(token: string, action: string): string {
  const trimmed = token.trim();
  if (/^[\x21-\x7e]*$/.test(trimmed)) return trimmed;
  throw new PragmaError(
    `Could not ${action}: the token has a space, a line break or another character that no token has`,
  );
}

function requestInit(call: Call, headers: Headers, body: Body | undefined, signal: AbortSignal): RequestInit {
  return {
    method: call.method,
    headers,
    signal,
    // The API never redirects; a proxy that does would turn a POST into a GET, or take the token elsewhere.
    redirect: "manual",
    ...(body === undefined ? {} : { body }),
    ...(body instanceof ReadableStream ? STREAMED : {}),
  } as RequestInit;
}

/**
 * Node keeps a copy of a streamed body, whole in the end, in case it has to resend the request: these two options rule
 * that out. Cloudflare Workers reject one of them and keep no copy.
 */
const STREAMED = {
  duplex: "half",
  ...(globalThis.navigator?.userAgent === "Cloudflare-Workers" ? {} : { redirect: "error", window: null }),
};

/** One key for all attempts: the API executes the request once and repeats the response. */
function withKey(headers: Call["headers"] = {}): Call["headers"] {
  return { ...headers, "idempotency-key": headers["idempotency-key"] ?? randomKey() };
}

function baseOf(apiUrl: string): string {
  const url = URL.canParse(apiUrl) ? new URL(apiUrl) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) throw new TypeError(`apiUrl "${apiUrl}" is not an http(s) URL`);
  return (url.origin + url.pathname).replace(/\/+$/, "");
}

async function readJson(call: Call, response: Response): Promise<unknown> {
  const { status, headers } = response;
  if (status === 204 || status === 304) return null;
  const type = headers.get("content-type") ?? "no content type";
  if (/[/+]json\b/.test(type)) return response.json();
  await response.body?.cancel();
  throw new PragmaError(`Could not ${call.action}: ${response.url} answered ${status} with ${type}. Is apiUrl right?`);
}

/** The error of fetch says little; its cause says why. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (!(cause instanceof Error)) return error.message;
  const { code, reason } = cause as Error & { code?: string; reason?: string };
  // OpenSSL's own message is a line of addresses and files of its source, with a line break.
  if (code?.startsWith("ERR_SSL") && reason) return `no TLS connection, ${reason}`;
  return cause.message || (code ?? error.message);
}
