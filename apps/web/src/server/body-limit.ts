import type { IncomingMessage } from "node:http";
import { MAX_CHANGE_BYTES } from "@pragma/contract";
import { expectedBytes, MEMORY_OF_BODY } from "@pragma/core/limits/ledgers";
import type { Settings } from "@pragma/core/settings";
import type { WebEnv } from "./env.ts";
import { loginCookieOf, loginSecretIn } from "./login-cookie.ts";

/** Enough for any form or call of a page of somebody who is signed in. Archives go to the API. */
const MAX_BODY_BYTES = 1024 * 1024;
/** Enough for the forms that strangers see. */
const MAX_BODY_BYTES_OF_STRANGERS = 64 * 1024;
/** The calls that carry the documents of a change. */
const CHANGE_PATHS: ReadonlySet<string | undefined> = new Set(["/api/trpc/changes.plan", "/api/trpc/changes.preview"]);
/** The call that carries the bytes of a file. */
const UPLOAD_PATH = "/api/trpc/files.upload";
/** Bytes around a call's input. */
const WRAPPING_BYTES = 1024;
const MAX_BYTES_OF_CHANGES = MAX_CHANGE_BYTES + WRAPPING_BYTES;

type Asking = Pick<IncomingMessage, "method" | "url" | "headers">;

/** How many bytes bodies sent to a path may have by somebody who was signed in here. */
function limitOfPath(path: string | undefined, { maxFileBytes }: Settings): number {
  if (CHANGE_PATHS.has(path)) return MAX_BYTES_OF_CHANGES;
  return path === UPLOAD_PATH ? maxFileBytes + WRAPPING_BYTES : MAX_BODY_BYTES;
}

/**
 * How many bytes the body of a request may have. Changes and files may be as large as in the API, for browsers that were signed in
 * here: a stranger must not fill the memory with bodies that are read before the login is looked at. What is only read has none: its
 * answer may be a stream that stays open for hours.
 */
export async function bodyLimit(request: Asking, env: Pick<WebEnv, "authSecret" | "settings">): Promise<number> {
  if (request.method === "GET" || request.method === "HEAD") return 0;
  const limit = limitOfPath(pathOf(request.url), env.settings);
  const limitOfStrangers = Math.min(MAX_BODY_BYTES_OF_STRANGERS, limit);
  // Senders of small bodies need not be looked up.
  if (expectedBytes(request.headers, limit) <= limitOfStrangers) return limitOfStrangers;
  return (await senderOf(request, env)) === null ? limitOfStrangers : limit;
}

/** The bytes of memory that the body of a request may take, of which at most `limit` are read. */
export function memoryOf({ url, headers }: Asking, limit: number): number {
  const times = pathOf(url) === UPLOAD_PATH ? MEMORY_OF_BODY.bytes : MEMORY_OF_BODY.json;
  return times * expectedBytes(headers, limit);
}

/** Bytes of memory that the largest body takes. */
export function largestMemory(settings: Settings): number {
  return Math.max(
    MEMORY_OF_BODY.json * MAX_BYTES_OF_CHANGES,
    MEMORY_OF_BODY.bytes * limitOfPath(UPLOAD_PATH, settings),
  );
}

/** The secret of the login in the request's cookie; null if there is none that was issued here. */
export async function senderOf(
  { headers }: Asking,
  { authSecret, settings }: Pick<WebEnv, "authSecret" | "settings">,
): Promise<string | null> {
  const cookie = loginCookieOf(settings.publicWebUrl);
  const token = cookieIn(headers.cookie ?? "", cookie.name);
  return token === undefined ? null : loginSecretIn(token, cookie, authSecret);
}

function pathOf(url = ""): string | undefined {
  return url.split("?", 1)[0];
}

function cookieIn(header: string, name: string): string | undefined {
  const start = `${name}=`;
  return header
    .split(";")
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(start))
    ?.slice(start.length);
}
