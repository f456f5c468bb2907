import { LRUCache } from "lru-cache";

const MAX_ENTRIES = 50_000;

/**
 * Keys of resources that this process has seen lately, or has taken for new in vain: those to look for first. A hint: what
 * is not in here may exist, and what is may be gone.
 */
export class SeenResources {
  readonly #keys = new LRUCache<string, true>({ max: MAX_ENTRIES });

  has(organizationId: string, key: string): boolean {
    return this.#keys.has(nameOf(organizationId, key));
  }

  add(organizationId: string, key: string): void {
    this.#keys.set(nameOf(organizationId, key), true);
  }
}

function nameOf(organizationId: string, key: string): string {
  return `${organizationId} ${key}`;
}
