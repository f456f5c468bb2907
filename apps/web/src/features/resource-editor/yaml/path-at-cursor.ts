import type { Path } from "@pragma/contract";
import type { Reading } from "@pragma/manifest";
import { yamlContext } from "./yaml-context.ts";

/** The field that a cursor is in: by the document where that can be read, else by indentation. */
export function pathAtCursor(text: string, { pathAt }: Reading, offset: number): Path {
  return pathAt(offset)?.path ?? yamlContext(text, offset)?.path ?? [];
}
