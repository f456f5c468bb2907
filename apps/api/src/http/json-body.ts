import { checkIJson, hasMoreValues, MAX_JSON_VALUES } from "@pragma/language";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { HttpError, unprocessable } from "./http-error.ts";
import { readBody } from "./read-body.ts";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
const TOO_MANY_VALUES = `The request body has more than ${MAX_JSON_VALUES.toLocaleString("en")} keys and values: split it`;
const CHARSET = /;\s*charset\s*=\s*"?([^";\s]*)"?/i;

/** Accepts only request bodies of I-JSON in UTF-8: Fastify answers 415 for other types. */
export function parseJsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", async (request: FastifyRequest) =>
    parseBody(request, await readBody(request.raw, maxJsonBytes(request))),
  );
}

/** How many bytes the body of a request may have that is read as JSON: what its route says, else what the server is set to. */
export function maxJsonBytes({ maxBodyBytes, server }: FastifyRequest): number {
  return maxBodyBytes ?? server.settings.maxBodyBytes;
}

function parseBody(request: FastifyRequest, body: Buffer): unknown {
  const charset = CHARSET.exec(request.headers["content-type"] ?? "")?.[1]?.toLowerCase();
  if (charset !== undefined && charset !== "utf-8" && charset !== "utf8") {
    throw new HttpError("unsupported_media_type", `Unsupported charset ${charset}: JSON is UTF-8`);
  }
  return body.length === 0 ? undefined : parseJson(body);
}

/**
 * The value of a JSON body.
 * @throws HttpError 413 if it has too many values; 422 that says where it violates JSON, UTF-8 or I-JSON
 */
function parseJson(body: Buffer): unknown {
  if (hasMoreValues(body)) throw new HttpError("payload_too_large", TOO_MANY_VALUES);
  const value = parseText(decode(body));
  const issue = checkIJson(value, ["body"]);
  if (issue !== null) throw unprocessable(issue);
  return value;
}

function decode(body: Buffer): string {
  try {
    return decoder.decode(body);
  } catch {
    throw unprocessable({ loc: ["body"], msg: "must be valid UTF-8", type: "utf8_invalid" });
  }
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unprocessable({ loc: ["body"], msg: `must be valid JSON: ${reasonOf(error)}`, type: "json_invalid" });
  }
}

/** V8's message quotes the body, which may contain a secret; the position is enough. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : "";
  const position = /at position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return `unexpected character at position ${position}`;
  return /end of JSON input/.test(message) ? "unexpected end" : "unexpected character";
}
