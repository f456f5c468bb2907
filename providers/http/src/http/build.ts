import { ConfigError } from "@pragma/sdk/provider";
import type { Scope } from "../template/scope.ts";
import { renderJson, renderText } from "../template/template.ts";
import type { HttpRequest } from "./send.ts";

/** Headers that belong to the connection, not to the request: they would contradict what is sent. */
const CONNECTION_HEADERS = new Set(["host", "connection", "content-length", "transfer-encoding", "upgrade", "te"]);

/** The templates of a body. */
export interface BodyTemplates {
  body?: unknown;
  form?: Record<string, string> | undefined;
  text?: string | undefined;
}

/** Renders the body, with the type that it has unless a header names another. @throws ConfigError */
export function buildBody(
  templates: BodyTemplates,
  scope: Scope,
  where: string,
): { body: string | null; type: string } {
  const { body, form, text } = templates;
  if (body !== undefined) {
    return { body: JSON.stringify(renderJson(body, scope, `${where}.body`)), type: "application/json" };
  }
  if (form !== undefined) {
    const fields = Object.entries(form).map(([name, field]): [string, string] => [
      name,
      renderText(field, scope, `${where}.form.${name}`),
    ]);
    return { body: new URLSearchParams(fields).toString(), type: "application/x-www-form-urlencoded" };
  }
  if (text === undefined) return { body: null, type: "" };
  return { body: renderText(text, scope, `${where}.text`), type: "text/plain; charset=utf-8" };
}

/**
 * Joins headers, rendered where there is a scope; names become lower case, and the later sets win.
 *
 * @throws ConfigError
 */
export function buildHeaders(sets: readonly Record<string, string>[], scope: Scope | null): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [given, value] of sets.flatMap(Object.entries<string>)) {
    const name = given.toLowerCase();
    if (CONNECTION_HEADERS.has(name)) throw new ConfigError(`headers: "${given}" is set by the connection itself`);
    headers[name] = scope === null ? value : renderText(value, scope, `headers.${given}`);
  }
  return headers;
}

/** Puts a request together. `headers` win over the type of the body. */
export function buildRequest(
  method: string,
  url: URL,
  headers: Record<string, string>,
  { body, type }: { body: string | null; type: string },
): HttpRequest {
  return { method, url, headers: { ...(body === null ? {} : { "content-type": type }), ...headers }, body };
}

/** Reads an address of HTTP. @throws ConfigError; it does not repeat the address, which may hold credentials. */
export function parseUrl(text: string, field: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw new ConfigError(`${field} is not a valid URL. It reads https://host/path`);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new ConfigError(`${field} must begin with https:// or http://, not ${url.protocol}//`);
  }
  if (url.username !== "" || url.password !== "") {
    throw new ConfigError(`${field} must not hold a user or password: give them in an authorization header`);
  }
  return url;
}
