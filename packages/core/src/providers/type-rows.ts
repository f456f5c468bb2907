import { CONNECTION_TYPE } from "@pragma/contract";
import type { ProviderDescription } from "@pragma/contract/provider-protocol";
import type { NewProviderType } from "@pragma/db/queries";
import { storableText } from "../foundation/common/storable-text.ts";

/** Optional methods of a type, which are among its capabilities; another one is that its resources are connections. */
const OPTIONAL = ["read", "observe", "identity", "import", "list", "plan", "logs", "health"];

/** The types of a provider's description as rows to store. */
export function typeRows(provider: string, version: string, types: ProviderDescription["types"]): NewProviderType[] {
  return Object.entries(types).map(([resource, type]) => ({
    provider,
    resource,
    version,
    schema: JSON.stringify(type.schema),
    outputs_schema: JSON.stringify(type.outputs_schema),
    description: type.description === null ? null : storableText(type.description),
    tags: type.tags.map(storableText),
    capabilities: [
      ...type.methods.filter((method) => OPTIONAL.includes(method)),
      ...(type.connection && resource === CONNECTION_TYPE ? [CONNECTION_TYPE] : []),
    ],
    real: type.real ?? true,
    drift_every: type.drift?.every ?? null,
  }));
}
