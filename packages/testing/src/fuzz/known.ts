import type { Mark, Pool } from "./mark.ts";

interface Entry {
  readonly space: string;
  readonly value: string;
}

/** Newer values replace older ones, most of which no longer exist; failed events disappear even sooner. */
const KEPT = 60;
const KEPT_EVENTS = 12;

/** The cursor in a `Link` header. */
const LINK = /[?&]cursor=([^&>]+)/;
const EVENT_ID = /^id: ?(.+)$/gm;

/** Values from earlier answers: objects of all organizations that exist, or did. */
export class Known {
  readonly #pools = new Map<Pool, Entry[]>();
  readonly #protected: ReadonlySet<string>;

  /** @param protectedIds tokens that no request may end, since all other requests use them */
  constructor(protectedIds: readonly string[] = []) {
    this.#protected = new Set(protectedIds);
  }

  add(pool: Pool, space: string, value: string): void {
    if (this.#protected.has(value)) return;
    const entries = this.#pools.get(pool) ?? [];
    entries.push({ space, value });
    if (entries.length > (pool === "event" ? KEPT_EVENTS : KEPT)) entries.shift();
    this.#pools.set(pool, entries);
  }

  /** A value from a pool, of any organization: another organization's cursors must not work either. */
  pick(mark: Mark): Entry {
    const entries = this.#pools.get(mark.kind as Pool) ?? [];
    return entries[Math.floor(mark.size * entries.length)] ?? { space: "", value: "none" };
  }

  /**
   * Collects values from an answer to a member of an organization.
   * @param operation as the document names it
   */
  learn(operation: string, space: string, { headers, text }: { headers: Headers; text: string }): void {
    const cursor = LINK.exec(headers.get("link") ?? "")?.[1];
    if (cursor !== undefined) this.add("cursor", space, decodeURIComponent(cursor));
    const etag = headers.get("etag");
    if (etag !== null) this.add("etag", space, etag);
    const type = headers.get("content-type") ?? "";
    if (type.startsWith("text/event-stream")) this.#learnEvents(space, text);
    if (type === "application/json" && text !== "") this.#learnBody(operation, space, JSON.parse(text));
  }

  #learnEvents(space: string, text: string): void {
    for (const [, id] of text.matchAll(EVENT_ID)) if (id !== undefined) this.add("last-event", space, id);
  }

  #learnBody(operation: string, space: string, body: unknown): void {
    const items = (Array.isArray(body) ? body.slice(0, 20) : [body]) as (Record<string, unknown> | null)[];
    for (const item of items) {
      if (typeof item !== "object" || item === null) continue;
      const add = (pool: Pool, value: unknown) => void (typeof value === "string" && this.add(pool, space, value));
      if (operation === "listTokens" || operation === "createToken") add("token-id", item["id"]);
      else if (String(item["id"]).startsWith("resource:")) add("id", item["id"]);
      if (operation === "createToken") add("token", item["token"]);
      if (operation.includes("DeadLetter")) add("event", item["event_id"]);
      if (operation.includes("Change") && item["status"] !== undefined) add("change", item["id"]);
      add("version", item["version"]);
      const url = item["public_url"] ?? item["url"];
      if (typeof url === "string") add("signature", /[?&]signature=([^&]+)/.exec(url)?.[1]);
    }
  }
}
