import { MAX_TYPE_LENGTH, TYPE_PATTERN } from "@pragma/language";
import { PROVIDER, type Provider } from "./brand.ts";
import type { ResourceDefinition } from "./resource.ts";
import { describeResource } from "./schema.ts";

/**
 * Declares a provider. The keys of `resources` are the types: lower-case words joined by `-`, `_` or `/`, at most 128
 * characters.
 *
 * @throws TypeError if a type's name breaks that rule, there are no types, or a required handler is missing.
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

function checkResource(name: string, resource: ResourceDefinition): void {
  if (name.length > MAX_TYPE_LENGTH || !TYPE_PATTERN.test(name)) {
    throw new TypeError(
      `"${name}" is not a resource type: it must be lower-case words joined by "-", "_" or "/", up to 128 characters`,
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
