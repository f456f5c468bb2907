import { type Json, type JsonObject, parseKey } from "@pragma/contract";
import { isJsonObject, mapJson } from "@pragma/language";
import type { Core } from "../core.ts";
import { signPublicUrl } from "../files/signature.ts";
import { PLATFORM_PROVIDER } from "../types/index.ts";

const SIGNED_QUERY = /(\/files\/[^/\s?"]+\/download)\?[^\s"]*/g;

/**
 * Outputs as they are shown and resolved. The signed address of a file is made on the way out, since it expires; it is
 * neither stored nor compared.
 */
export function presentedOutputs(core: Core, organizationId: string, key: string, outputs: Json): Json {
  if (!key.startsWith(`${PLATFORM_PROVIDER}/file/`) || !isJsonObject(outputs)) return outputs;
  const name = parseKey(key)?.name;
  const checksum = outputs["checksum"];
  if (name === undefined || typeof checksum !== "string") return outputs;
  return { ...(outputs as JsonObject), public_url: signPublicUrl(core, organizationId, name, checksum) };
}

/** A value with the signatures of file addresses left out, for comparisons: the checksum tells of another content. */
export function withoutVolatileValues(core: Core, value: Json): Json {
  const base = core.settings.publicApiUrl;
  return mapJson(value, (item) =>
    typeof item === "string" && item.includes(base) ? item.replace(SIGNED_QUERY, "$1") : undefined,
  );
}
