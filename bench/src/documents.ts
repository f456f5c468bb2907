/** A resource of the bench's provider, before it becomes the body of a request or a call. */
export interface Document {
  name: string;
  config: { content: string; parent?: string };
  /** Names. */
  dependencies: string[];
}

export type Shape = "independent" | "fan-out" | "chain";

const CONTENT = "A few words that stand for the settings of a resource as people write them. ".repeat(3);

/** Resources without, with one common, or each with the previous one as dependency. */
export function documents(shape: Shape, count: number, prefix: string): Document[] {
  const name = (index: number): string => `${prefix}-${String(index).padStart(6, "0")}`;
  return Array.from({ length: count }, (_, index) => {
    const content = `${CONTENT}${index}`;
    if (shape === "independent" || index === 0) return { name: name(index), config: { content }, dependencies: [] };
    const parent = name(shape === "fan-out" ? 0 : index - 1);
    return {
      name: name(index),
      config: { content, parent: `\${bench/file/${parent}.outputs.checksum}` },
      dependencies: [parent],
    };
  });
}

/** The same documents as `pragma/config`, which needs no provider; at most one dependency each. */
export function builtInBody({ name, config: { content }, dependencies: [parent] }: Document): string {
  const data = parent === undefined ? { content } : { content, parent: `\${pragma/config/${parent}.outputs.content}` };
  return JSON.stringify({ provider: "pragma", resource: "config", name, config: { data }, lifecycle_state: "pending" });
}

/** The body of an apply. */
export function applyBody({ name, config }: Document, state: "pending" | "draft" = "pending"): string {
  return JSON.stringify({ provider: "bench", resource: "file", name, config, lifecycle_state: state });
}

/** The body of a change of many. */
export function changeBody(documents: readonly Document[], options: { apply?: boolean } = {}): string {
  const all = documents.map(({ name, config }) => ({ provider: "bench", resource: "file", name, config }));
  return JSON.stringify({ documents: all, ...options });
}
