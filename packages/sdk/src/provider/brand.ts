import type { ConnectionDefinition } from "./connection.ts";
import type { ResourceDefinition } from "./resource.ts";
import type { ResourceDescription } from "./schema.ts";

/** Registered globally: the host recognises a provider that was bundled with another copy of the SDK. */
export const PROVIDER: unique symbol = Symbol.for("pragma.provider") as never;

/** A provider: the default export of a provider package. */
export interface Provider<Resources extends Record<string, ResourceDefinition> = Record<string, ResourceDefinition>> {
  readonly [PROVIDER]: 1;
  readonly resources: Resources;
  /** What its type `connection` was made of; left out by providers without. */
  readonly connection?: ConnectionDefinition;
  /** Its types as JSON. Lives here, so that the copy of zod that created a provider's schemas also reads them. */
  describe(): Record<string, ResourceDescription>;
}

/** Whether a module's default export is a provider, whichever copy of the SDK made it. */
export function isProvider(value: unknown): value is Provider {
  return typeof value === "object" && value !== null && PROVIDER in value && value[PROVIDER] === 1;
}

/** The type of that name, or null. Own properties only: `constructor` is a valid name for a type. */
export function findResource(provider: Provider, name: string): ResourceDefinition | null {
  return Object.hasOwn(provider.resources, name) ? (provider.resources[name] ?? null) : null;
}
