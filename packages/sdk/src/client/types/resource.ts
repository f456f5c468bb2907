import type { JsonObject, ResourceRef, WireApplyInput, WireResource } from "./models.ts";
import type { WithReferences } from "./reference.ts";

/** A type unknown to the client. */
interface Untyped {
  config: JsonObject;
  outputs: JsonObject;
}

/** Config and outputs of a type, by its key. */
export type TypeOf<Types, Key> = Key extends keyof Types ? Types[Key] : Untyped;
type Part<Type, Name extends "config" | "outputs"> = Type extends Record<Name, infer Value> ? Value : JsonObject;

/** Its config as written, with references in place of any values. */
export type ConfigOf<Types, Key> = WithReferences<Part<TypeOf<Types, Key>, "config">>;
/** Its outputs once it is ready. */
export type OutputsOf<Types, Key> = Part<TypeOf<Types, Key>, "outputs">;

/**
 * The key in an id of the form `provider/resource/name`; `string` if the compiler cannot see one, or does not know it.
 */
export type KeyOfId<Types, Id extends string> = string extends Id
  ? string
  : OrString<
      {
        [Key in keyof Types & string]: Id extends `${Key}/${infer Name}`
          ? Name extends `${string}/${string}`
            ? never
            : Key
          : never;
      }[keyof Types & string]
    >;

type OrString<Key> = [Key] extends [never] ? string : Key;

/** A resource. Before it is ready, its outputs may be incomplete. */
export type Resource<Config = JsonObject, Outputs = JsonObject> = Omit<WireResource, "config" | "outputs"> & {
  config: Config;
  outputs: Partial<Outputs>;
};

/** A resource that is ready: all of its outputs are there. */
export type ReadyResource<Config = JsonObject, Outputs = JsonObject> = Omit<
  Resource<Config, Outputs>,
  "outputs" | "lifecycle_state" | "resolved_config"
> & {
  lifecycle_state: "ready";
  resolved_config: JsonObject;
  outputs: Outputs;
};

/** Types of one provider, without its name. */
type NamesIn<Types, Provider extends string> = {
  [Key in keyof Types]: Key extends `${Provider}/${infer Name}` ? Name : never;
}[keyof Types];

/** The types of a known provider; any string for an unknown one. */
export type TypeName<Types, Provider extends string> = string extends Provider
  ? string
  : [NamesIn<Types, Provider>] extends [never]
    ? string
    : NamesIn<Types, Provider> & string;

/** The input of apply. */
export type ApplyInput<Types, Provider extends string, Type extends string> = Omit<
  WireApplyInput,
  "provider" | "resource" | "config"
> & {
  provider: Provider;
  resource: Type;
  config: ConfigOf<Types, `${Provider}/${Type}`>;
};

/** Identifies a resource: its id (`resource:…` or `provider/resource/name`), its three parts, or the object itself. */
export type ResourceTarget = string | ResourceRef | { id: string };
