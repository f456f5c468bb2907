import type { RequestOptions } from "../options.ts";

/** A value of a query string. Undefined and null leave it out; arrays repeat it. */
export type QueryValue = string | number | boolean | Date | readonly string[] | null | undefined;

/** The body types of fetch that are used here. */
export type Body = string | FormData | ReadableStream<Uint8Array>;

/** A body, created anew for each attempt. */
export interface CallBody {
  contentType?: string;
  /** Whether it can be created more than once. */
  replayable: boolean;
  /** Error that its source threw while it was sent: the caller's own, which fetch would hide. */
  failure?: { error?: unknown };
  make(): Body | Promise<Body>;
}

/** One logical call: the request that each attempt sends. */
export interface Call {
  /** Operation and its target, for messages: `apply postgres/database/main`. */
  action: string;
  method: "GET" | "HEAD" | "POST" | "DELETE";
  path: string;
  query?: object | undefined;
  body?: CallBody | undefined;
  /** Undefined values are left out. */
  headers?: Record<string, string | undefined> | undefined;
  /** Whether the call is idempotent. By default true for GET, HEAD, DELETE without `If-Match`, and POST with a key. */
  safe?: boolean;
  /** A POST without a key: there is no answer to keep. */
  writesNothing?: true;
  /** Statuses other than 2xx that count as success. */
  accept?: readonly number[];
  /** Called before each attempt. */
  onAttempt?: (() => void) | undefined;
  options: RequestOptions;
}

/** An answer, read. */
export interface Answer<Value> {
  value: Value;
  status: number;
  headers: Headers;
}

/** A JSON body. @throws TypeError for an invalid Date: JSON would turn it into null, which means never */
export function jsonBody(value: unknown): CallBody {
  const text = JSON.stringify(value, function (this: Record<string, unknown>, key, member: unknown) {
    const before = this[key];
    return before instanceof Date ? moment(key, before) : member;
  });
  return { contentType: "application/json", replayable: true, make: () => text };
}

/** `?…` of what is set. */
export function queryString(query: object = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query) as [string, QueryValue][]) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null) search.append(key, one instanceof Date ? moment(key, one) : String(one));
    }
  }
  const text = search.toString();
  return text && `?${text}`;
}

function moment(name: string, date: Date): string {
  if (Number.isNaN(date.getTime())) throw new TypeError(`${name} is an invalid Date`);
  return date.toISOString();
}

/** A part of a path. @throws TypeError if it is empty, which would name another path */
export function segment(text: string): string {
  if (text === "" || text === "." || text === "..") throw new TypeError(`"${text}" is neither an id nor a name`);
  return encodeURIComponent(text);
}

/** A call that reads. */
export function get(action: string, path: string, options: RequestOptions): Call {
  return { action, method: "GET", path, options };
}
