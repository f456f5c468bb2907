import type { ResourceDefinition } from "./resource.ts";
import { describeResource, type ResourceDescription } from "./schema.ts";

// Registered globally: the host recognises a provider that was bundled with another copy of the SDK.
const PROVIDER: unique symbol = Symbol.for("pragma.provider") as never;

const RESOURCE_TYPE = /^[a-z0-9]+(?:[-_/][a-z0-9]+)*$/;

/** A provider: the default export of a provider package. */
export interface Provider<Resources extends Record<string, ResourceDefinition> = Record<string, ResourceDefinition>> {
  readonly [PROVIDER]: 1;
  readonly resources: Resources;
  /** Its types as JSON. Lives here, so that a provider's schemas are read by the copy of zod that made them. */
  describe(): Record<string, ResourceDescription>;
}

/**
 * Declares a provider. The keys of `resources` are the types: lower-case words joined by `-`, `_` or `/`, at most 128
 * characters.
 *
 * @throws TypeError when a type's name breaks that rule, there is none, or a required handler is missing.
 */
export function defineProvider<Resources extends Record<string, ResourceDefinition>>(definition: {
  resources: Resources;
}): Provider<Resources> {
  const types = Object.entries(definition.resources);
  if (types.length === 0) throw new TypeError("A provider needs at least one resource type");
  for (const [name, resource] of types) checkResource(name, resource);
  return {
    [PROVIDER]: 1,
    resources: definition.resources,
    describe: () => Object.fromEntries(types.map(([name, resource]) => [name, describeResource(name, resource)])),
  };
}

/** Whether a module's default export is a provider, whichever copy of the SDK made it. */
export function isProvider(value: unknown): value is Provider {
  return typeof value === "object" && value !== null && PROVIDER in value && value[PROVIDER] === 1;
}

function checkResource(name: string, resource: ResourceDefinition): void {
  if (name.length > 128 || !RESOURCE_TYPE.test(name)) {
    throw new TypeError(
      `"${name}" is no resource type: lower-case words joined by "-", "_" or "/", up to 128 characters`,
    );
  }
  for (const handler of ["create", "update", "delete"] as const) {
    if (typeof resource[handler] !== "function") throw new TypeError(`Resource type "${name}" lacks "${handler}"`);
  }
  for (const schema of ["config", "outputs"] as const) {
    if (typeof resource[schema]?.safeParse !== "function") {
      throw new TypeError(`Resource type "${name}" needs a zod schema as "${schema}"`);
    }
  }
}
