import { ConfigError, RetryAfter } from "@pragma/sdk/provider";
import type { HttpAnswer, HttpRequest } from "./send.ts";
import { describe } from "./translate-error.ts";

/** Characters of an answer's body that an error repeats. */
const MAX_QUOTED = 500;

/** Seconds to wait after a 429 that does not say how long. */
const DEFAULT_WAIT = 10;
const MAX_WAIT = 3600;

/** Statuses of 4xx that pass: timeout, conflict with a lock, too early (RFC 9110, RFC 4918, RFC 8470). */
const PASSING = new Set([408, 423, 425]);

const HINTS: Readonly<Record<number, string>> = {
  401: ". The server wants other credentials: check the headers",
  403: ". The credentials in the headers do not allow it",
  405: ". The server does not take this method there",
  409: ". It conflicts with what is there already",
  415: ". The server wants another kind of body: check the content-type",
};

/**
 * The error for an answer that is not a success: RetryAfter for 429, and wherever the server says when to come back; an
 * error to be retried for 5xx and for what passes; ConfigError for everything else.
 */
export function answerError(request: HttpRequest, answer: HttpAnswer): Error {
  const { status } = answer;
  const message = `${describe(request)}: answered ${status}${HINTS[status] ?? ""}${quoted(answer)}`;
  const wait = retryAfter(answer.headers["retry-after"]);
  if (status === 429) return new RetryAfter(wait ?? DEFAULT_WAIT, message);
  if (status >= 500 || PASSING.has(status)) {
    return wait === null ? new Error(message) : new RetryAfter(wait, message);
  }
  return new ConfigError(message);
}

/** Seconds of a Retry-After header, a number or a date (RFC 9110 10.2.3); null if there is none that can be read. */
function retryAfter(header: string | undefined, now = Date.now()): number | null {
  if (header === undefined) return null;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1000;
  if (Number.isNaN(seconds)) return null;
  return Math.min(Math.max(Math.ceil(seconds), 1), MAX_WAIT);
}

/** The beginning of a body on one line, without control characters. */
function quoted({ text }: Pick<HttpAnswer, "text">): string {
  const plain = text
    .slice(0, MAX_QUOTED * 4)
    .replace(/[\p{C}\s]+/gu, " ")
    .trim();
  if (plain === "") return "";
  return `: ${plain.length > MAX_QUOTED ? `${plain.slice(0, MAX_QUOTED)}…` : plain}`;
}
