import { randomUUID } from "node:crypto";
import type { Json } from "@pragma/contract";
import { type Operation, type RequestFact, toHttp } from "@pragma/testing/chaos";
import type { Organization } from "../stack/organization.ts";

/** An answer takes longer only if something hangs. */
const PATIENCE_MS = 60_000;

/** Sends operations as raw HTTP, so that nothing hides a status code, and keeps what came of each. */
export class HttpClient {
  readonly requests: RequestFact[] = [];
  readonly #urls: readonly string[];

  /** @param urls of the replicas */
  constructor(urls: readonly string[]) {
    this.#urls = urls;
  }

  async send(
    client: string,
    { space, token }: Organization,
    replica: number,
    operation: Operation,
  ): Promise<RequestFact> {
    const id = `${client}-${randomUUID().slice(0, 18)}`;
    const { method, path, headers, body } = toHttp(operation);
    const startedAt = Date.now();
    const sent = await exchange(`${this.#urls[replica]}${path}`, {
      method,
      headers: {
        accept: "application/problem+json, */*",
        ...headers,
        authorization: `Bearer ${token}`,
        "x-request-id": id,
      },
      body: operation.kind === "upload" ? formOf(operation.text) : (body ?? null),
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const fact: RequestFact = { id, client, space, replica, operation, startedAt, endedAt: Date.now(), ...sent };
    this.requests.push(fact);
    return fact;
  }
}

async function exchange(url: string, init: RequestInit): Promise<Pick<RequestFact, "status" | "etag" | "answer">> {
  try {
    const response = await fetch(url, init);
    return { status: response.status, etag: response.headers.get("etag"), answer: parse(await response.text()) };
  } catch {
    // Refused, broken off, or too late: whether it was done is not known.
    return { status: null, etag: null, answer: null };
  }
}

function formOf(text: string): FormData {
  const form = new FormData();
  form.set("file", new Blob([text], { type: "text/plain" }), "file.txt");
  return form;
}

function parse(text: string): Json {
  if (text === "") return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
