import type { Mark, Resolve, Text } from "./mark.ts";
import { jsonOf, textOf } from "./mark.ts";
import type { Archive, Damage, Encoding, FormPart, PlannedBody, PlannedRequest } from "./planned-request.ts";

/** A request as bytes on the wire. */
export interface WireRequest {
  readonly method: string;
  /** As in the request line. */
  readonly target: string;
  readonly head: Buffer;
  readonly body: Buffer;
  /** The bytes may not form a complete request, so there may be no answer. */
  readonly isBroken: boolean;
}

/** Values that are known only when a request is sent. */
export interface Moment {
  /** Resolves marks to their current values. */
  readonly resolve: (mark: Mark) => string;
  /** Sent as `Authorization: Bearer`; nothing if undefined. */
  readonly token: string | undefined;
  readonly archives: Readonly<Record<Archive, Buffer>>;
}

/** The bytes of a planned request. */
export function toWire(request: PlannedRequest, moment: Moment): WireRequest {
  const target = targetOf(request, moment.resolve);
  const body = request.body === null ? Buffer.alloc(0) : bodyBytes(request.body, moment);
  const lines = [
    `${request.method} ${target} HTTP/1.1`,
    ...(request.fault === "no-host" ? [] : ["Host: localhost"]),
    "Connection: close",
    ...(moment.token === undefined ? [] : [`Authorization: Bearer ${moment.token}`]),
    ...request.headers.map(([name, value]) => `${name}: ${headerText(value, moment.resolve)}`),
    ...bodyHeaders(request, body),
  ];
  const bytes = request.fault === "bad-chunk" ? Buffer.concat([Buffer.from("zz\r\n"), body]) : body;
  return {
    method: request.method,
    target,
    head: Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"),
    body: bytes,
    isBroken: request.fault !== null,
  };
}

/** A newline would end the header, so it is replaced. Characters that no header can contain are a separate fault. */
function headerText(value: Text, resolve: Resolve): string {
  return Buffer.from(textOf(value, resolve).replace(/[\r\n\0]/g, " ")).toString("latin1");
}

function targetOf({ path, params, hasSlash, query }: PlannedRequest, resolve: Resolve): string {
  const filled = path.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const param = params[name];
    return param === undefined ? "x" : encoded(textOf(param.value, resolve), param.encoding);
  });
  const whole = hasSlash ? `${filled.replace(/\/$/, "")}/` : filled.replace(/(.)\/$/, "$1");
  const pairs = query.map(([name, value]) => `${encode(textOf(name, resolve))}=${encode(textOf(value, resolve))}`);
  return pairs.length === 0 ? whole : `${whole}?${pairs.join("&")}`;
}

function encoded(text: string, encoding: Encoding): string {
  if (encoding === "raw") return text.replace(/[\s\0#?]/g, "%20") || "x";
  if (encoding === "twice") return encode(encode(text));
  if (encoding === "all")
    return [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
  return encode(text) || "x";
}

/** Like `encodeURIComponent`, but also encodes text that is not valid UTF-8, as other clients might. */
function encode(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : `%ED%A0%80${encodeURIComponent(text.toWellFormed())}`;
}

function bodyHeaders(request: PlannedRequest, body: Buffer): string[] {
  const { fault, method } = request;
  const type = request.contentType ?? typeOf(request.body);
  const hasBody = request.body !== null || fault !== null || (method !== "GET" && method !== "HEAD");
  return [
    ...(type === null ? [] : [`Content-Type: ${type}`]),
    ...(hasBody ? lengthHeaders(fault, body.length) : []),
    ...(fault === "nul-in-header" ? ["X-Odd: a\0b"] : []),
    ...(fault === "huge-header" ? [`X-Large: ${"x".repeat(20_000)}`] : []),
  ];
}

function lengthHeaders(fault: PlannedRequest["fault"], length: number): string[] {
  if (fault === "two-lengths") return [`Content-Length: ${length}`, `Content-Length: ${length + 1}`];
  if (fault === "short-body") return [`Content-Length: ${length + 100}`];
  if (fault === "bad-chunk") return ["Transfer-Encoding: chunked"];
  if (fault === "length-and-chunks") return [`Content-Length: ${length}`, "Transfer-Encoding: chunked"];
  return [`Content-Length: ${length}`];
}

function typeOf(body: PlannedBody | null): string | null {
  if (body === null) return null;
  if (body.kind === "json") return "application/json";
  if (body.kind === "text") return "text/plain";
  return `multipart/form-data; boundary="${body.boundary}"`;
}

function bodyBytes(body: PlannedBody, moment: Moment): Buffer {
  if (body.kind === "text") return Buffer.from(body.text);
  const whole =
    body.kind === "json"
      ? Buffer.from(jsonOf(body.value, moment.resolve))
      : formBytes(body.parts, body.boundary, moment);
  return damaged(whole, body.damage);
}

function damaged(bytes: Buffer, damage: Damage): Buffer {
  if (damage.kind === "none") return bytes;
  if (damage.kind === "bom") return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);
  const at = Math.floor(damage.at * bytes.length);
  return damage.kind === "cut"
    ? bytes.subarray(0, at)
    : Buffer.concat([bytes.subarray(0, at), Buffer.from([0xff]), bytes.subarray(at)]);
}

function formBytes(parts: readonly FormPart[], boundary: string, { resolve, archives }: Moment): Buffer {
  const written = parts.flatMap(({ field, filename, contentType, content }) => {
    const name = filename === null ? "" : `; filename="${headerText(filename, resolve)}"`;
    const head = [
      `--${boundary}`,
      `Content-Disposition: form-data; name="${headerText(field, resolve)}"${name}`,
      ...(contentType === null ? [] : [`Content-Type: ${headerText(contentType, resolve)}`]),
    ];
    const bytes =
      typeof content === "object" && "archive" in content
        ? archives[content.archive]
        : Buffer.from(textOf(content, resolve));
    return [Buffer.from(`${head.join("\r\n")}\r\n\r\n`, "latin1"), bytes, Buffer.from("\r\n")];
  });
  return Buffer.concat([...written, Buffer.from(`--${boundary}--\r\n`)]);
}
