import type { TypeSchema } from "../schema/manifest-schema.ts";

/** What completion and hover know, and whom they ask. */
export interface LanguageData {
  types: readonly TypeSchema[];
  /** Resources whose key has a text in it. */
  findResources: (text: string) => Promise<{ key: string; lifecycle_state: string }[]>;
  /** What of a resource can be referred to, below `outputs` or `config`. */
  findPaths: (
    key: string,
    root: "outputs" | "config",
  ) => Promise<{ path: string; description: string | null; sensitive: boolean }[]>;
}
