import type { IncomingMessage } from "node:http";
import { MAX_CHANGE_BYTES } from "@pragma/contract";
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

/**
 * How many bytes the body of a request may have. Changes and files may be as large as in the API, for browsers that were signed in
 * here: a stranger must not fill the memory with bodies that are read before the login is looked at.
 */
export async function bodyLimit(
  { url, headers }: Pick<IncomingMessage, "url" | "headers">,
  { authSecret, settings }: Pick<WebEnv, "authSecret" | "settings">,
): Promise<number> {
  const larger = new Map([
    [PLAN_PATH, MAX_CHANGE_BYTES],
    [UPLOAD_PATH, settings.maxFileBytes],
  ]).get(url?.split("?", 1)[0] ?? "");
  if (larger === undefined) return MAX_BODY_BYTES;
  const cookie = loginCookieOf(settings.publicWebUrl);
  const token = cookieIn(headers.cookie ?? "", cookie.name);
  const isKnown = token !== undefined && (await loginSecretIn(token, cookie, authSecret)) !== null;
  return isKnown ? larger + WRAPPING_BYTES : MAX_BODY_BYTES;
}

function cookieIn(header: string, name: string): string | undefined {
  const start = `${name}=`;
  return header
    .split(";")
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(start))
    ?.slice(start.length);
}
