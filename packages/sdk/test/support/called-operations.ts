import { readFileSync } from "node:fs";
import { METHODS } from "./operations.ts";

interface Document {
  paths: Record<string, Record<string, { operationId: string }>>;
}

/** Operations without a method. */
const NOT_CALLED = Object.entries(METHODS).flatMap(([id, method]) => (typeof method === "string" ? [] : [id]));

/** Which operations of the API a client has called. */
export class CalledOperations {
  readonly #calls = new Set<string>();

  /** To be given to the client. */
  readonly hooks = {
    onRequest: ({ method, url }: { method: string; url: string }) => void this.#calls.add(`${method} ${url}`),
  };

  /** Ids of operations that have a method and were not called. @param apiUrl where the client calls */
  missing(apiUrl: string): string[] {
    const file = new URL("../../../../docs/openapi.json", import.meta.url);
    const { paths } = JSON.parse(readFileSync(file, "utf8")) as Document;
    return Object.entries(paths).flatMap(([path, operations]) => {
      const pattern = path.replace(/\{\w+\}/g, "[^/?]+");
      return Object.entries(operations)
        .filter(([method]) => !this.#has(new RegExp(`^${method.toUpperCase()} ${apiUrl}${pattern}(\\?|$)`)))
        .map(([, { operationId }]) => operationId)
        .filter((id) => !NOT_CALLED.includes(id));
    });
  }

  #has(pattern: RegExp): boolean {
    return [...this.#calls].some((call) => pattern.test(call));
  }
}
