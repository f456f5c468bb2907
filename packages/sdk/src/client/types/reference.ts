/**
 * `${provider/resource/name.outputs.field}`: alone it gives the value with its type, inside a longer text the value as
 * text.
 */
export type StringReference = `${string}\${${string}}${string}`;

/** The value of a field of another resource. `field` is a path such as `outputs.url`; a bare name means an output. */
export interface ValueReference {
  provider: string;
  resource: string;
  name: string;
  field: string;
}

/** Another resource as a whole: the provider gets its config and outputs. */
export interface ResourceReference {
  __dependency__: true;
  provider: string;
  resource: string;
  name: string;
}

/** Anything that may replace a value in a config. */
export type Reference = StringReference | ValueReference | ResourceReference;

/** A type whose values, at any depth, may be references. */
export type WithReferences<Value> = unknown extends Value
  ? Value
  : Value extends { __dependency__: true; provider: infer Provider; resource: infer Type }
    ? { __dependency__: true; provider: Provider; resource: Type; name: string }
    : Value extends readonly (infer Item)[]
      ? readonly (WithReferences<Item> | Reference)[]
      : Value extends object
        ? { [Key in keyof Value]: WithReferences<Value[Key]> | ReferenceFor<Value[Key]> }
        : Value;

/** A whole-resource reference whose type is known takes no other form. */
type ReferenceFor<Value> = Extract<Value, { __dependency__: true }> extends never ? Reference : never;
