import { setTimeout as sleep } from "node:timers/promises";
import type { ResourceDocument } from "./documents.ts";
import { friendlyId } from "./documents.ts";
import { Fault } from "./fault.ts";
import type { Resource } from "./resource.ts";

/** Answers that mean "not now": too many requests, and a gateway whose API is just starting. */
const NOT_NOW = [429, 502, 503];
const TRIES = 5;

/** The few calls of Pragma's REST API that this program makes. */
export class Api {
  readonly #url: string;
  readonly #token: string;

  constructor(url: string, token: string) {
    this.#url = url.replace(/\/$/, "");
    this.#token = token;
  }

  /** Whose token it is; the first call, since it tells a wrong token from everything else. */
  async me(): Promise<{ email: string | null; organization_name: string }> {
    return await this.#json("GET", "/auth/me");
  }

  /** Creates or changes one resource. `busy`: it has something else under way and cannot be changed now (409). */
  async apply(document: ResourceDocument): Promise<Resource | "busy"> {
    const response = await this.#send("POST", "/resources/apply", document);
    if (response.ok) return (await response.json()) as Resource;
    const detail = await readDetail(response);
    if (response.status === 409 && isBusy(detail)) return "busy";
    throw refusal(response.status, `${friendlyId(document)} was refused`, detail);
  }

  /** Reads one resource by its friendly id. With `reveal` secrets are shown, which is audited. */
  async read(id: string, options: { reveal?: boolean } = {}): Promise<Resource> {
    return await this.#json(
      "GET",
      `/resources/${encodeURIComponent(id)}${options.reveal === true ? "?reveal=true" : ""}`,
    );
  }

  async #json<T>(method: string, path: string): Promise<T> {
    const response = await this.#send(method, path);
    if (response.ok) return (await response.json()) as T;
    throw refusal(response.status, `${method} ${path} was refused`, await readDetail(response));
  }

  async #send(method: string, path: string, body?: unknown): Promise<Response> {
    const headers: Record<string, string> = { Authorization: `Bearer ${this.#token}` };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const request = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    for (let tries = 1; ; tries += 1) {
      const response = await fetch(this.#url + path, request).catch((error: unknown) => {
        throw new Fault(
          "unreachable",
          `No API answers at ${this.#url} (${reasonOf(error)}). Is \`npm start\` running?`,
        );
      });
      if (tries === TRIES || !NOT_NOW.includes(response.status)) return response;
      await response.body?.cancel();
      await sleep(1000 * (Number(response.headers.get("Retry-After")) || 1));
    }
  }
}

/** `detail` of an error answer: a text, a list of what is wrong where, or an object with a message (contract, 5). */
async function readDetail(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return (JSON.parse(text) as { detail?: unknown }).detail;
  } catch {
    return text.slice(0, 200);
  }
}

function isBusy(detail: unknown): boolean {
  const state = (detail as { current_state?: unknown } | null)?.current_state;
  return state === "pending" || state === "processing";
}

function refusal(status: number, what: string, detail: unknown): Fault {
  const why = describeDetail(detail);
  if (status === 401) return new Fault("denied", `The token is not valid (401: ${why})`);
  if (status === 403) return new Fault("denied", `The token lacks a right: ${why} (403)`);
  return new Fault("failed", `${what}: ${why} (${status})`);
}

/** An error's detail as one line of text. */
export function describeDetail(detail: unknown): string {
  if (typeof detail === "string") return detail;
  if (Array.isArray(detail)) {
    return detail.map(({ loc, msg }: { loc: unknown[]; msg: string }) => `${loc.join(".")}: ${msg}`).join("; ");
  }
  return (detail as { message?: string } | null)?.message ?? "no reason given";
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error) return ("code" in cause && String(cause.code)) || cause.message;
  return error instanceof Error ? error.message : String(error);
}
