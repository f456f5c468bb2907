import type { Json, JsonObject } from "@pragma/contract";
import type { ProviderCandidate, ProviderImported, ProviderListed } from "@pragma/contract/provider-protocol";
import { sealPaths, tooManySensitive } from "@pragma/language";
import { sensitiveConfigPaths, wholeConfigPaths } from "../../foundation/types/index.ts";
import type { Core } from "../../foundation/unit-of-work/core.ts";
import type { OpenQuestion } from "./answer-provider-call.ts";

type Asked = Pick<OpenQuestion, "organizationId" | "type">;

/** A thing that was listed or imported, as it is told to whoever asked: its config with sensitive values sealed. */
export type FoundThing = Omit<ProviderCandidate, "config"> & { config: JsonObject | null };

/** A part of a list, as its asker gets it. */
export function sealListed(core: Core, asked: Asked, { items, cursor }: ProviderListed): Json {
  return { items: items.map((item) => ({ ...item, config: item.config && sealed(core, asked, item.config) })), cursor };
}

/** A thing that was imported, as its asker gets it: without its outputs, which nobody needs before it is taken over. Null if there is none. */
export function sealImported(core: Core, asked: Asked, imported: ProviderImported | null): Json {
  return imported && { config: sealed(core, asked, imported.config) };
}

/** One that is sensitive in too many places is not told. */
function sealed(core: Core, { organizationId, type }: Asked, config: JsonObject): JsonObject | null {
  const sensitive = type ? sensitiveConfigPaths(type, config) : wholeConfigPaths(config);
  if (tooManySensitive(sensitive) !== null) return null;
  return sealPaths(config, sensitive, core.services.keyring.box(organizationId)) as JsonObject;
}
