import type { IncomingMessage } from "node:http";
import { MAX_CHANGE_BYTES } from "@pragma/contract";
import { expectedBytes, MEMORY_OF_BODY } from "@pragma/core/limits/ledgers";
import type { Settings } from "@pragma/core/settings";
import { loginCookieOf, loginSecretIn } from "../auth/login-cookie.ts";
import type { WebEnv } from "./env.ts";

/** Enough for any form or call of a page. Archives go to the API. */
const MAX_BODY_BYTES = 1024 * 1024;
/** The call that carries the documents of a change. */
const PLAN_PATH = "/api/trpc/changes.plan";
/** The call that carries the bytes of a file. */
const UPLOAD_PATH = "/api/trpc/files.upload";
/** What a call has around its input. */
const WRAPPING_BYTES = 1024;

type Asking = Pick<IncomingMessage, "url" | "headers">;

/** How many bytes bodies sent to a path may have by somebody who was signed in here; undefined for what anybody may send. */
function largerLimit({ url }: Asking, { maxFileBytes }: Settings): number | undefined {
  const path = pathOf(url);
  if (path === PLAN_PATH) return MAX_CHANGE_BYTES + WRAPPING_BYTES;
  return path === UPLOAD_PATH ? maxFileBytes + WRAPPING_BYTES : undefined;
}

/**
 * How many bytes the body of a request may have. Changes and files may be as large as in the API, for browsers that were signed in
 * here: a stranger must not fill the memory with bodies that are read before the login is looked at.
 */
export async function bodyLimit(request: Asking, env: Pick<WebEnv, "authSecret" | "settings">): Promise<number> {
  const larger = largerLimit(request, env.settings);
  return larger !== undefined && (await senderOf(request, env)) !== null ? larger : MAX_BODY_BYTES;
}

/** The bytes of memory that the body of a request may take, of which at most `limit` are read. */
export function memoryOf({ url, headers }: Asking, limit: number): number {
  const times = pathOf(url) === UPLOAD_PATH ? MEMORY_OF_BODY.bytes : MEMORY_OF_BODY.json;
  return times * expectedBytes(headers, limit);
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
