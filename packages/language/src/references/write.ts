import type { Json } from "../json/json.ts";
import { type ResourceRef, resourceKey } from "../names/names.ts";
import type { Field, ReferenceOptions } from "./reference.ts";

/** A reference in a config's spelling: `${…}`, or an object if strings are literal or a whole resource is meant. */
export function writeReference(
  target: ResourceRef,
  field: Pick<Field, "text"> | null,
  options: ReferenceOptions,
): Json {
  const { provider, resource, name } = target;
  if (field === null) return { __dependency__: true, provider, resource, name };
  if (options.stringReferences) return `\${${resourceKey(target)}.${field.text}}`;
  return { provider, resource, name, field: field.text };
}

/** Whether a reference in the string form can name a key. A brace would end the reference. */
export function isNameable(key: string): boolean {
  return key !== "" && !key.includes("}");
}
