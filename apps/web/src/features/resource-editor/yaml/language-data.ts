import type { TypeSchema } from "../schema/manifest-schema.ts";

/** Data for completion and hover, and ways to read more. */
export interface LanguageData {
  types: readonly TypeSchema[];
  /** Resources whose key contains a text. */
  findResources: (text: string) => Promise<{ key: string; lifecycle_state: string }[]>;
  /** The connections of a provider, which resources of it name. */
  findConnections: (provider: string) => Promise<{ name: string; lifecycle_state: string }[]>;
  /** The parts of a resource that can be referenced, below `outputs` or `config`. */
  findPaths: (
    key: string,
    root: "outputs" | "config",
  ) => Promise<{ path: string; description: string | null; sensitive: boolean }[]>;
}
