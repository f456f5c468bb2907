import { MAX_DEPTH } from "../json/i-json.ts";
import type { Json } from "../json/json.ts";
import { jsonSize } from "../json/size.ts";
import { isEnvelope } from "../secrets/envelope.ts";
import type { SecretBox } from "../secrets/secret-box.ts";

/** Maximum total size of the values that references put into one config, in characters of JSON text. */
export const MAX_RESOLVED_SIZE = 4 * 1024 * 1024;

/**
 * Keeps references from multiplying: in a chain of resources that each use the previous one's value twice, the size
 * would double at every step, and nesting would grow too deep to walk.
 */
export class Budget {
  #left = MAX_RESOLVED_SIZE;
  readonly #box: SecretBox;

  constructor(box: SecretBox) {
    this.#box = box;
  }

  /** Why a value cannot be inserted at this depth; null if it can, which then counts it. */
  refusal(value: Json, depth: number): string | null {
    this.#left -= jsonSize(value, this.#left);
    if (this.#left < 0) return "the resolved config would be larger than 4 MiB";
    return this.#fits(value, MAX_DEPTH - depth)
      ? null
      : `the resolved config would nest deeper than ${MAX_DEPTH} levels`;
  }

  #fits(value: Json, room: number): boolean {
    if (typeof value !== "object" || value === null) return true;
    // Each level takes two characters of text, so most envelopes are too short to be worth opening.
    if (isEnvelope(value) && value.$encrypted.length < 2 * room) return true;
    if (isEnvelope(value)) return this.#fits(this.#box.open(value), room);
    if (room <= 0) return false;
    // Millions of values may be walked: no closure for each, and no list of the members.
    if (Array.isArray(value)) {
      for (const item of value) if (!this.#fits(item, room - 1)) return false;
      return true;
    }
    for (const key in value) {
      if (Object.hasOwn(value, key) && !this.#fits(value[key] as Json, room - 1)) return false;
    }
    return true;
  }
}
