import type { Json, Path } from "../json/json.ts";
import { sealPaths } from "../secrets/seal.ts";
import type { SecretBox } from "../secrets/secret-box.ts";
import { outsideReferences } from "./outside-references.ts";
import type { ReferenceOptions } from "./reference.ts";

/**
 * Seals the sensitive values of a config as a client wrote it. A value that is nothing but a reference stays readable:
 * it says where the secret is, not what it is. A string with text around its references is sealed as a whole.
 */
export function sealConfig(config: Json, sensitive: readonly Path[], box: SecretBox, options: ReferenceOptions): Json {
  return sealPaths(config, outsideReferences(config, sensitive, options), box);
}
