import type { Resource } from "@pragma/contract";
import { manifestOf } from "~/features/resource-editor/manifest/manifest.ts";
import { writeManifest } from "~/features/resource-editor/manifest/write-manifest.ts";
import { type ResourceType, typeOf } from "~/features/resource-editor/types.ts";

/** Resources as documents of a change. Masked values mean what is stored. */
export function draftsText(drafts: readonly Resource[], types: readonly ResourceType[]): string {
  return drafts.map((draft) => writeManifest(manifestOf(draft, typeOf(types, draft)))).join("---\n");
}
