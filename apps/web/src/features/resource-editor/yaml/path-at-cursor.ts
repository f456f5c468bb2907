import type { Path } from "@pragma/contract";
import { pathAt } from "../manifest/locate.ts";
import type { Reading } from "../manifest/read-manifest.ts";
import { yamlContext } from "./yaml-context.ts";

/** The field that a cursor is in: by the document where that can be read, else by indentation. */
export function pathAtCursor(text: string, { document }: Reading, offset: number): Path {
  return pathAt(document, offset)?.path ?? yamlContext(text, offset)?.path ?? [];
}
