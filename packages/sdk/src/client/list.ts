import type { Call } from "./internal/call.ts";
import type { Transport } from "./internal/transport.ts";
import type { RequestOptions } from "./options.ts";

/** How a list is read. */
export interface ListOptions extends RequestOptions {
  /** Items per request, 1 to 1,000; 100 by default. A page has fewer if together they exceed 32 MiB. */
  pageSize?: number | undefined;
  /** Where to begin: the `next` of a page. Valid only for the same filters. */
  cursor?: string | undefined;
}

/** A part of a list. Only `next` tells whether more follow: a page may be short, or even empty. */
export interface Page<Item> {
  items: Item[];
  /** Cursor of the next page; null on the last one. */
  next: string | null;
}

const DEFAULT_PAGE_SIZE = 100;

/**
 * A lazy list: nothing is sent before the first item is requested. Each item appears at most once; items that change
 * meanwhile may appear in either version.
 *
 * @example for await (const resource of pragma.resources.list({ tags: ["prod"] })) console.log(resource.id);
 */
export class List<Item> implements AsyncIterable<Item> {
  readonly #transport: Transport;
  readonly #call: Call;
  readonly #options: ListOptions;

  /** @internal */
  constructor(transport: Transport, call: Call, options: ListOptions) {
    this.#transport = transport;
    this.#call = call;
    this.#options = options;
  }

  /** One page: the first, or that of a cursor. */
  async page(cursor: string | null = this.#options.cursor ?? null): Promise<Page<Item>> {
    const query = { ...this.#call.query, limit: this.#options.pageSize ?? DEFAULT_PAGE_SIZE, cursor };
    const { value, headers } = await this.#transport.json<Item[]>({ ...this.#call, query });
    return { items: value, next: nextCursor(headers.get("link")) };
  }

  /** All pages from the first on. */
  async *pages(): AsyncGenerator<Page<Item>, void, undefined> {
    for (let cursor = this.#options.cursor ?? null; ; ) {
      const page: Page<Item> = await this.page(cursor);
      yield page;
      cursor = page.next;
      if (cursor === null) return;
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const { items } of this.pages()) yield* items;
  }

  /** All items in memory. */
  async toArray(): Promise<Item[]> {
    const all: Item[] = [];
    for await (const { items } of this.pages()) all.push(...items);
    return all;
  }
}

/**
 * The cursor of the next page. Only the cursor is taken from the link: its URL is the API's public one, which may
 * differ from the one in use, and the token must not go anywhere else.
 */
function nextCursor(link: string | null): string | null {
  for (const [, target = "", parameters = ""] of (link ?? "").matchAll(/<([^<>]*)>([^<]*)/g)) {
    if (!/;\s*rel="?next"?/i.test(parameters)) continue;
    const query = target.slice(target.indexOf("?") + 1);
    return new URLSearchParams(query).get("cursor");
  }
  return null;
}
