import { LRUCache } from "lru-cache";

const MAX_ENTRIES = 50_000;

/**
 * Keys of resources that this process saw recently, or wrongly assumed to be new: look these up first. Only a hint: a
 * key not in here may exist, and a key in here may be gone.
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
