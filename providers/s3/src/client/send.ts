import { createHash } from "node:crypto";
import type { Server } from "../fields.ts";
import { addressOf, encodeQuery, type Target } from "./address.ts";
import { answerError, codeOf } from "./answer-error.ts";
import { connectionError } from "./connection-error.ts";
import { type Answer, exchange } from "./exchange.ts";
import { signedHeaders } from "./sign.ts";

/** The longest answer that is XML: a thousand rules of a lifecycle. */
const MAX_XML_BYTES = 2 * 1024 * 1024;
const MAX_ERROR_BYTES = 64 * 1024;
const TIMEOUT_SECONDS = 30;

/** Whom to ask, and until when. */
export interface Call {
  server: Server;
  signal: AbortSignal;
}

/** A request to the S3 API. */
export interface S3Request extends Target {
  method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  query?: Readonly<Record<string, string>>;
  /** Names in lower case. */
  headers?: Readonly<Record<string, string>>;
  /** XML or JSON if it is a text: then its MD5 is sent, too, as S3 demands of some requests. */
  body?: string | Buffer;
  /** The longest body of an answer that is no error; of more, the end is missing. */
  maxBytes?: number;
}

/** An answer that is no error, or one of the errors that were expected: `code` is its code, null for success. */
export type S3Answer = Answer & { code: string | null };

/**
 * Sends a signed request to an S3 server.
 *
 * @param expected codes of errors that are answers, too
 * @throws ConfigError where only people can help; an error to be retried for what passes; the signal's reason once it is aborted
 */
export async function send(
  { server, signal }: Call,
  request: S3Request,
  expected: readonly string[] = [],
): Promise<S3Answer> {
  const { method, query = {}, maxBytes = MAX_XML_BYTES } = request;
  const { body, headers } = bodyOf(request);
  const address = addressOf(server, request);
  const text = encodeQuery(query);
  const suffix = text === "" ? "" : `?${text}`;
  const timeout = AbortSignal.timeout(TIMEOUT_SECONDS * 1000);
  let answer: Answer;
  try {
    answer = await exchange({
      ...{ method, body, maxBytes, path: `${address.path}${suffix}`, ca: server.server_ca },
      url: { protocol: new URL(server.endpoint).protocol, host: address.host },
      headers: signedHeaders(server, { method, address, query: suffix, headers, body }),
      signal: AbortSignal.any([signal, timeout]),
    });
  } catch (error) {
    signal.throwIfAborted();
    throw connectionError(error, { server, request, timedOut: timeout.aborted ? TIMEOUT_SECONDS : null });
  }
  if (answer.status >= 200 && answer.status < 300) return { ...answer, code: null };
  // An answer to a HEAD has no words, and a 404 may come from anything: a GET is answered with them.
  if (method === "HEAD")
    return await send({ server, signal }, { ...request, method: "GET", maxBytes: MAX_ERROR_BYTES }, expected);
  const code = codeOf(answer);
  if (expected.includes(code)) return { ...answer, code };
  throw answerError({ server, request }, answer);
}

function bodyOf({ body, headers = {} }: S3Request): { body: Buffer; headers: Record<string, string> } {
  if (body === undefined) return { body: Buffer.alloc(0), headers: { ...headers } };
  if (typeof body !== "string") return { body, headers: { "content-type": "application/octet-stream", ...headers } };
  const bytes = Buffer.from(body, "utf8");
  const md5 = createHash("md5").update(bytes).digest("base64");
  return { body: bytes, headers: { "content-type": "application/xml", "content-md5": md5, ...headers } };
}
