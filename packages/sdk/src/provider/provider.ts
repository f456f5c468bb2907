import { DRIFT_SECONDS, MAX_TYPE_LENGTH, TYPE_PATTERN } from "@pragma/language";
import { PROVIDER, type Provider } from "./brand.ts";
import {
  CONNECTION_TYPE,
  type ConnectionDefinition,
  type ConnectionResource,
  connectionResource,
} from "./connection.ts";
import type { ObjectSchema, ResourceDefinition } from "./resource.ts";
import { describeResource } from "./schema.ts";

type Types = Record<string, ResourceDefinition>;

/**
 * Declares a provider. The keys of `resources` are the types: lower-case words joined by `-`, `_` or `/`, at most 128
 * characters. With a `connection`, the provider has the type `connection` as well, which its resources name.
 *
 * @throws TypeError if a type's name breaks that rule, there are no types, or a required handler is missing; if it has both a
 * connection and a type of that name, or a type was defined with another connection; if a type has `drift` without `read` and
 * `observe` or out of its bounds, or says `real: false` although it has one of them; if it has `import` or `list` without all of
 * `identity`, `import` and a way to look.
 */
export function defineProvider<Resources extends Types, Config extends ObjectSchema>(definition: {
  connection: ConnectionDefinition<Config>;
  resources: Resources;
}): Provider<Resources & { [CONNECTION_TYPE]: ConnectionResource<Config> }>;
export function defineProvider<Resources extends Types>(definition: { resources: Resources }): Provider<Resources>;
export function defineProvider({
  connection,
  resources,
}: {
  connection?: ConnectionDefinition;
  resources: Types;
}): Provider {
  if (Object.keys(resources).length === 0) throw new TypeError("A provider needs at least one resource type");
  for (const [name, resource] of Object.entries(resources)) checkResource(name, resource, connection);
  const all = connection ? withConnection(resources, connection) : resources;
  return {
    [PROVIDER]: 1,
    resources: all,
    ...(connection && { connection }),
    describe() {
      const types = Object.fromEntries(Object.entries(all).map(([name, type]) => [name, describeResource(name, type)]));
      const own = types[CONNECTION_TYPE];
      return connection && own ? { ...types, [CONNECTION_TYPE]: { ...own, connection: true } } : types;
    },
  };
}

function withConnection(resources: Types, connection: ConnectionDefinition): Types {
  if (Object.hasOwn(resources, CONNECTION_TYPE)) {
    throw new TypeError(
      `The type "${CONNECTION_TYPE}" is made of the provider's connection: give the other one another name`,
    );
  }
  const type = connectionResource(connection);
  checkResource(CONNECTION_TYPE, type);
  return { ...resources, [CONNECTION_TYPE]: type };
}

function checkResource(name: string, resource: ResourceDefinition, connection?: ConnectionDefinition): void {
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
  if (resource.connection && resource.connection !== connection) {
    throw new TypeError(`Resource type "${name}" uses a connection that is not the provider's`);
  }
  checkReality(name, resource);
  checkAdoption(name, resource);
}

/** What was taken over is known again by its identity, and looked at like anything else. */
function checkAdoption(name: string, { identity, import: take, list, read, observe }: ResourceDefinition): void {
  if (take && !identity) throw new TypeError(`Resource type "${name}" has "import": it needs "identity", too`);
  if (take && !read && !observe) throw new TypeError(`Resource type "${name}" has "import": it needs "read", too`);
  if (list && !take) throw new TypeError(`Resource type "${name}" has "list": it needs "import", too`);
}

function checkReality(name: string, { real, drift, read, observe }: ResourceDefinition): void {
  const looks = read !== undefined || observe !== undefined;
  if (real === false && looks) {
    throw new TypeError(`Resource type "${name}" has "real: false", so it must have neither "read" nor "observe"`);
  }
  if (!drift) return;
  if (!looks) throw new TypeError(`Resource type "${name}" has "drift": it needs "read" or "observe", too`);
  const { min, max } = DRIFT_SECONDS;
  if (!Number.isInteger(drift.every) || drift.every < min || drift.every > max) {
    throw new TypeError(`Resource type "${name}": drift.every must be a whole number of seconds, ${min} to ${max}`);
  }
}
