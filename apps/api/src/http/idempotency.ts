import { createHash } from "node:crypto";
import type { Endpoint, Json } from "@pragma/contract";
import type { RequestContext } from "@pragma/core/callers";
import { type KeptAnswer, withIdempotency } from "@pragma/core/idempotency";
import { canonicalJson } from "@pragma/language";
import { type Answer, SENT } from "./answer.ts";
import { unprocessable } from "./http-error.ts";
import type { BoundHandler, RouteInput } from "./route-input.ts";
import type { SpooledFile } from "./spool.ts";
import type { UploadedFile } from "./upload.ts";

/**
 * Executes a POST with an `Idempotency-Key` once: its writes and its response commit together, and a repetition gets
 * the same response again.
 */
export async function idempotently<E extends Endpoint>(
  endpoint: E,
  caller: RequestContext,
  input: RouteInput<E>,
  handle: BoundHandler<E>,
): Promise<Answer> {
  const { request, core } = input;
  const call = {
    key: idempotencyKeyOf(request.headers["idempotency-key"] ?? ""),
    method: request.method,
    path: pathOf(endpoint, request.params as Record<string, string>),
    fingerprint: fingerprintOf(endpoint, input),
  };
  return withIdempotency(core, caller, call, async (bound) => {
    const answer = await handle({ ...input, core: bound });
    if (answer === SENT) throw new Error(`${endpoint.id} streams its answer, which cannot be kept`);
    return kept(answer);
  });
}

/** Key of an `Idempotency-Key` header: quoted, as a structured field, or bare. */
export function idempotencyKeyOf(header: string | string[]): string {
  const text = typeof header === "string" ? header.trim() : "";
  const key = /^"(.*)"$/s.exec(text)?.[1] ?? text;
  if (!/^[\x20-\x7e]{1,255}$/.test(key)) {
    const msg = "must be 1 to 255 visible ASCII characters";
    throw unprocessable({ loc: ["header", "Idempotency-Key"], msg, type: "idempotency_key" });
  }
  return key;
}

/** The canonical form of a path, which may be written with a trailing slash, or percent-encoded or not. */
function pathOf({ path }: Endpoint, params: Record<string, string>): string {
  return path.replace(/\{(\w+)\}/g, (_match, name: string) => encodeURIComponent(params[name] ?? ""));
}

/** The same for the same payload: equal JSON, or the same parts by field, file name and hash. */
function fingerprintOf<E extends Endpoint>({ body }: E, { request, body: parsed }: RouteInput<E>): string {
  const payload =
    body?.contentType === "multipart/form-data"
      ? partOf(body.field, parsed as UploadedFile | SpooledFile)
      : request.body;
  const query = { ...(request.query as Record<string, Json>) };
  return sha256(canonicalJson([query, (payload as Json | undefined) ?? null]));
}

function partOf(field: string, file: UploadedFile | SpooledFile): Json {
  const { filename = "", contentType } = file;
  return { field, filename, contentType, hash: "hash" in file ? file.hash : sha256(file.bytes) };
}

function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("base64url");
}

function kept({ status, headers = {}, body, replayBody }: Answer): KeptAnswer & { replayBody?: string } {
  if (Buffer.isBuffer(body)) throw new Error("Bytes cannot be kept for a replay");
  return { status, headers, body, ...(replayBody === undefined ? {} : { replayBody }) };
}
