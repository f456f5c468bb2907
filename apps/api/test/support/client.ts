import { checkAnswer } from "./check-answer.ts";

export type CallOptions = {
  /** Sent as JSON, or as it is if it is text, bytes or a form. */
  body?: unknown;
  headers?: Record<string, string>;
};

export type Answer = {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed JSON, or undefined for an empty body. It was checked against the OpenAPI document. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  body: any;
};

/** Calls the API over HTTP. Every answer is checked against the OpenAPI document. */
export class Client {
  readonly url: string;
  readonly token: string | undefined;

  constructor(url: string, token?: string) {
    this.url = url;
    this.token = token;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call("GET", path, { headers });
  }

  post(path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call("POST", path, { body, headers });
  }

  delete(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.call("DELETE", path, { headers });
  }

  async call(method: string, path: string, options: CallOptions = {}): Promise<Answer> {
    const response = await this.open(method, path, options);
    const text = await response.text();
    const { status, headers } = response;
    checkAnswer(method, path.split("?")[0] ?? "", { status, headers, text });
    return { status, headers, text, body: text !== "" && isJson(headers) ? JSON.parse(text) : undefined };
  }

  /** The response as it begins, for streams. */
  open(
    method: string,
    path: string,
    { body, headers = {} }: CallOptions & { signal?: AbortSignal } = {},
  ): Promise<Response> {
    const isRaw = typeof body === "string" || body instanceof FormData || body instanceof Uint8Array;
    return fetch(this.url + path, {
      method,
      headers: {
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
        ...(body === undefined || isRaw ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isRaw ? (body as string) : JSON.stringify(body) }),
      redirect: "error",
    });
  }
}

function isJson(headers: Headers): boolean {
  return /json$/.test(headers.get("content-type") ?? "");
}
