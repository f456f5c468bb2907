import { manifestOf, type ReadResource, writeManifest } from "@pragma/manifest";
import { scrub } from "./manifest/scrub.ts";
import { type ResourceType, typeOf } from "./schema/types.ts";
import type { DocumentStart } from "./state/editor-state.ts";

/** The initial text for a resource of a type. */
export function emptyOf(type: string, name: string | null): DocumentStart {
  const slash = type.indexOf("/");
  const provider = slash < 0 ? type : type.slice(0, slash);
  const resource = slash < 0 ? "" : type.slice(slash + 1);
  const named = name === null ? "" : ` ${JSON.stringify(name)}`;
  return {
    text: `provider: ${quoted(provider)}\nresource: ${quoted(resource)}\nname:${named}\nconfig:\n`,
    emptied: [],
  };
}

/** Text from a URL is not YAML. */
function quoted(text: string): string {
  return /^[a-z][a-z0-9/_-]*$/.test(text) && !/^(?:true|false|null)$/.test(text) ? text : JSON.stringify(text);
}

/** A copy of a resource under another name. Secrets and owners are not copied. */
export function copyOf(source: ReadResource, types: readonly ResourceType[]): DocumentStart {
  const type = typeOf(types, source.resource);
  const { manifest, emptied } = scrub(manifestOf(source), type, "empty");
  return { text: writeManifest({ ...manifest, name: `${manifest.name}-copy`, owner_references: [] }), emptied };
}
