import type { ValidationIssue } from "@pragma/contract";
import type { Schema } from "@pragma/language";
import { CompiledSchema } from "./compiled-schema.ts";
import type { ValidationRequest } from "./request.ts";

/** How many schemas stay compiled. */
const MAX_SCHEMAS = 200;

type Entry = { schema: Schema; variants: (CompiledSchema | undefined)[] };

/** Validates on the calling thread, caching compiled schemas. */
export class SchemaEngine {
  readonly #entries = new Map<string, Entry>();

  /** @throws SchemaError or another error, if the schema cannot be compiled */
  validate(request: Omit<ValidationRequest, "owner">): ValidationIssue[] {
    const { schemaId, schema, value, ignore = [], refuseUnknownKeys = false, prefix = [] } = request;
    if (ignore.some((path) => path.length === 0)) return [];
    const { variants } = this.#entry(schemaId, schema);
    const lenient = ignore.length > 0;
    const slot = (refuseUnknownKeys ? 1 : 0) + (lenient ? 2 : 0);
    let compiled = variants[slot];
    if (compiled === undefined) {
      compiled = new CompiledSchema(schema, { closed: refuseUnknownKeys, lenient });
      variants[slot] = compiled;
    }
    return compiled.validate(value, ignore, prefix);
  }

  /** The schema cached under an id. */
  get(schemaId: string): Schema | undefined {
    return this.#entries.get(schemaId)?.schema;
  }

  /** Evicts the least recently used schemas above the limit, and returns their ids. */
  evict(limit = MAX_SCHEMAS): string[] {
    const evicted = [...this.#entries.keys()].slice(0, Math.max(0, this.#entries.size - limit));
    for (const id of evicted) this.#entries.delete(id);
    return evicted;
  }

  #entry(schemaId: string, schema: Schema): Entry {
    const entry = this.#entries.get(schemaId) ?? { schema, variants: [] };
    // Insertion order is the order of use.
    this.#entries.delete(schemaId);
    this.#entries.set(schemaId, entry);
    return entry;
  }
}
