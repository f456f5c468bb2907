import { ConfigError, RetryAfter } from "@pragma/sdk/provider";
import type { Server } from "../fields.ts";
import { describe } from "./describe.ts";
import type { Answer } from "./exchange.ts";
import { parseXml, textOf } from "./parse-xml.ts";
import type { S3Request } from "./send.ts";

const MAX_QUOTED = 300;
const MAX_WAIT_SECONDS = 3600;

/** Errors that pass: the next attempt may succeed. All of status 500 and more do, too. */
const PASSING = new Set([
  "OperationAborted",
  "RequestTimeout",
  "SlowDown",
  "TooManyRequests",
  "ConditionalRequestConflict",
]);

/** What to do about an error, by its code. */
const HINTS: Readonly<Record<string, string>> = {
  SignatureDoesNotMatch: "Check secret_key, and that endpoint is the server's own address",
  InvalidAccessKeyId: "The server knows no such key: check access_key",
  AccessDenied: "Allow this account to do that, or use another: the bucket may also belong to somebody else",
  BucketAlreadyExists: "Somebody else has a bucket of that name: choose another",
  BucketNotEmpty: "Delete what is in it first, or set force_destroy",
  NoSuchBucket: "Make it first, as an s3/bucket",
  NotImplemented: "This server cannot do that",
  MethodNotAllowed: "This server cannot do that",
};

/** The server's own code for an error; the status where it gives none, as what is no S3 server does. */
export function codeOf(answer: Answer): string {
  return detailsOf(answer)["Code"] ?? `${answer.status}`;
}

/**
 * The error for an answer: RetryAfter where the server says when to come back; an error to be retried for what passes; ConfigError
 * for everything else, with the server's own words and with what to do.
 */
export function answerError({ server, request }: { server: Server; request: S3Request }, answer: Answer): Error {
  const code = codeOf(answer);
  const details = detailsOf(answer);
  const words = plain(details["Message"] ?? "");
  const remedy = remedyOf(code, { server, answer, details });
  const message = `${describe(server, request)}: ${plain(code)}${words && `: ${words}`}${remedy && ` (${remedy})`}`;
  const { status } = answer;
  if (status < 500 && status !== 429 && !PASSING.has(code)) return new ConfigError(message);
  const wait = Number(answer.headers["retry-after"]);
  return wait > 0 ? new RetryAfter(Math.min(wait, MAX_WAIT_SECONDS), message) : new Error(message);
}

/** What the server wants instead: its own answer may name that. */
function remedyOf(
  code: string,
  { server, answer, details }: { server: Server; answer: Answer; details: Record<string, string> },
): string {
  const region = plain(details["Region"] ?? answer.headers["x-amz-bucket-region"] ?? "");
  if (code === "RequestTimeTooSkewed") {
    const theirs = plain(details["ServerTime"] ?? answer.headers["date"] ?? "another time");
    return `The clocks differ: here it is ${new Date().toISOString()}, there ${theirs}`;
  }
  if (code === "PermanentRedirect" || code === "TemporaryRedirect" || answer.status === 301) {
    const endpoint = plain(details["Endpoint"] ?? "");
    const places = [endpoint && `endpoint ${endpoint}`, region && `region ${region}`].filter(Boolean);
    return `The bucket is somewhere else${places.length > 0 ? `: use ${places.join(" and ")}` : ""}`;
  }
  const isOfRegion = ["AuthorizationHeaderMalformed", "IllegalLocationConstraintException", "InvalidRegion"].includes(
    code,
  );
  if (isOfRegion || (region !== "" && region !== server.region)) {
    return `Requests are signed for the region ${server.region}${region && `: the server is in ${region}`}`;
  }
  if (details["Code"] === undefined) return "That is no answer of an S3 server: check endpoint";
  return HINTS[code] ?? "";
}

/** Members of the answer's error, if it is one that can be read. */
function detailsOf({ body }: Answer): Record<string, string> {
  try {
    const error = parseXml(body);
    if (error.name !== "Error") return {};
    return Object.fromEntries(error.children.map((child) => [child.name, textOf(child)]));
  } catch {
    return {};
  }
}

/** The beginning of a text on one line, without control characters. */
function plain(text: string): string {
  const line = text
    .slice(0, MAX_QUOTED * 4)
    .replace(/[\p{C}\s]+/gu, " ")
    .trim();
  return line.length > MAX_QUOTED ? `${line.slice(0, MAX_QUOTED)}…` : line;
}
