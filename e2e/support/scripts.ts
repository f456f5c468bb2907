import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";

/**
 * The scripts that a page loads before it works: what its HTML runs. Not those for browsers without modules, and not
 * what is only preloaded, such as the colours of YAML, which the page works without.
 * @returns their URLs
 */
function scriptsOf(html: string): string[] {
  const tags = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag).filter((tag) => !/\snomodule\b/i.test(tag));
  const urls = tags.flatMap((tag) => /\ssrc="([^"]+)"/.exec(tag)?.[1] ?? []);
  return [...new Set(urls.map((url) => url.replaceAll("&amp;", "&")))];
}

/** How much JavaScript pages load, compressed. Most scripts belong to many pages, and are read once. */
export class Scripts {
  readonly #sizes = new Map<string, Promise<number>>();
  readonly #page: Page;

  /** @param page signed in as whoever may see the pages */
  constructor(page: Page) {
    this.#page = page;
  }

  /** Bytes of all scripts that a page loads before it works. */
  async sizeOf(path: string): Promise<number> {
    const scripts = scriptsOf(await (await this.#page.request.get(path)).text());
    if (scripts.length === 0) throw new Error(`${path} has no scripts`);
    const sizes = await Promise.all(scripts.map((url) => this.#sizeOf(url)));
    return sizes.reduce((sum, size) => sum + size, 0);
  }

  #sizeOf(url: string): Promise<number> {
    const known = this.#sizes.get(url) ?? this.#read(url);
    this.#sizes.set(url, known);
    return known;
  }

  async #read(url: string): Promise<number> {
    const response = await this.#page.request.get(url);
    if (!response.ok()) throw new Error(`${url}: ${response.status()}`);
    return gzipSync(await response.body()).length;
  }
}
