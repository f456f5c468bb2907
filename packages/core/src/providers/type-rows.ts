import type { ProviderDescription } from "@pragma/contract/provider-protocol";
import type { NewProviderType } from "@pragma/db/queries";
import { storableText } from "../common/storable-text.ts";

/** Methods that a type may have or not. */
const OPTIONAL = ["observe", "logs", "health"];

/** The types of a provider's description as they are stored. */
export function typeRows(provider: string, version: string, types: ProviderDescription["types"]): NewProviderType[] {
  return Object.entries(types).map(([resource, type]) => ({
    provider,
    resource,
    version,
    schema: JSON.stringify(type.schema),
    outputs_schema: JSON.stringify(type.outputs_schema),
    description: type.description === null ? null : storableText(type.description),
    tags: type.tags.map(storableText),
    capabilities: type.methods.filter((method) => OPTIONAL.includes(method)),
  }));
}
