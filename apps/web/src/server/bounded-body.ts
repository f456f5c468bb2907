import { IncomingMessage, type ServerResponse } from "node:http";
import { GatheredBytes } from "@pragma/core/gathered-bytes";
import { declaresMore, NO_ROOM_FOR_BODY } from "@pragma/core/limits/ledgers";
import { hasMoreValues, MAX_JSON_VALUES } from "@pragma/language";
import { hasMoreFields, MAX_FORM_FIELDS } from "./form-fields.ts";

/** After a refusal, input is read for this long, so that the sender can read the response. */
const LINGER_MS = 1000;
const RETRY_AFTER_SECONDS = 1;

/**
 * The request with its whole body in memory, once that has arrived and has at most `limit` bytes. So all readers,
 * including Next and next-auth, read no more than that, however it was sent.
 *
 * @returns null for a longer body, as soon as that is known: by its declared length before a byte is read; and for JSON of
 * more values than may be, and forms of more fields
 * @throws Error if the sender leaves before the end
 */
export async function boundedBody(request: IncomingMessage, limit: number): Promise<IncomingMessage | null> {
  if (!hasBody(request)) return request;
  if (declaresMore(request.headers, limit)) return null;
  const bytes = await read(request, limit);
  if (bytes === null || hasMoreParts(request, bytes)) return null;
  return withBody(request, bytes);
}

/** Answers 413. */
export function refuseBody(request: IncomingMessage, response: ServerResponse, limit: number): void {
  refuseUnread(request, response, {
    status: 413,
    text: `The body has more than ${limit} bytes, ${MAX_JSON_VALUES} keys and values, or ${MAX_FORM_FIELDS} fields`,
  });
}

/** Answers 503: there is no room for the body at the moment. */
export function postponeBody(request: IncomingMessage, response: ServerResponse): void {
  response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
  refuseUnread(request, response, { status: 503, text: NO_ROOM_FOR_BODY });
}

/** Answers, and closes the connection: the rest of the input is discarded. */
function refuseUnread(
  request: IncomingMessage,
  response: ServerResponse,
  { status, text }: { status: number; text: string },
): void {
  response.writeHead(status, {
    Connection: "close",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": Buffer.byteLength(text),
  });
  response.write(text);
  // Closing with unread bytes would reset the connection, and the response would be lost.
  const impatience = setTimeout(() => response.end(), LINGER_MS);
  const close = (): void => {
    clearTimeout(impatience);
    response.end();
  };
  request.once("end", close).once("close", close).resume();
}

/** Whether it has more values or fields than may be. Readers look for the type anywhere in the header. */
function hasMoreParts({ headers }: IncomingMessage, bytes: Buffer): boolean {
  const type = headers["content-type"] ?? "";
  if (type.toLowerCase().includes("application/json") && hasMoreValues(bytes)) return true;
  return hasMoreFields(type, bytes);
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

function read(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  return new Promise((resolve, reject) => {
    const body = new GatheredBytes();
    const done = (bytes: Buffer | null): void => {
      request.off("data", take).off("end", finish).off("error", reject).off("close", leave);
      resolve(bytes);
    };
    const take = (chunk: Buffer): void => {
      if (body.length + chunk.length > limit) {
        request.pause();
        done(null);
      } else body.add(chunk);
    };
    const finish = (): void => done(body.all());
    const leave = (): void => reject(new Error("The sender left before the end of the body"));
    // It may have left while the request waited for room: there is no further event.
    if (request.destroyed) return leave();
    request.on("data", take).on("end", finish).on("error", reject).on("close", leave);
  });
}

/** The body cannot be read twice, so the next handler gets a request that starts again. */
function withBody(request: IncomingMessage, bytes: Buffer): IncomingMessage {
  const { method, url, headers, rawHeaders, trailers, httpVersion, httpVersionMajor, httpVersionMinor } = request;
  const again = new IncomingMessage(request.socket);
  Object.assign(again, { method, url, headers, rawHeaders, trailers, httpVersion, httpVersionMajor, httpVersionMinor });
  again.complete = true;
  again.push(bytes);
  again.push(null);
  return again;
}
