import {
  getPath,
  type JsonObject,
  parseReferences,
  referencesInText,
  resolveReferences,
  resourceKey,
  type SecretBox,
} from "@pragma/language";

/** A resource of the example with what is known of it once it is made. */
export interface Made {
  config: JsonObject;
  outputs: JsonObject;
}

/** Which form a reference has, and to which resource: `provider/resource/name`. */
export interface Reference {
  form: "object" | "string" | "interpolated" | "whole";
  to: string;
}

const OPTIONS = { stringReferences: true };

/** Nothing of the example is sealed while its provider runs. */
const NO_BOX: SecretBox = { seal: refuse, open: refuse, openText: refuse };

function refuse(): never {
  throw new Error("there is nothing to seal, or to open");
}

/** All references in a config. */
export function referencesIn(config: JsonObject): Reference[] {
  return parseReferences(config, OPTIONS).references.map(({ form, target, path }) => {
    const text = getPath(config, path);
    const isPart = form === "string" && typeof text === "string" && referencesInText(text)[0]?.end !== text.length;
    return { form: isPart ? "interpolated" : form, to: resourceKey(target) };
  });
}

/** Puts values in the place of references. Throws for one that has none. */
export function resolve(config: JsonObject, made: ReadonlyMap<string, Made>): JsonObject {
  const resolved = resolveReferences(config, (key) => made.get(key), NO_BOX, OPTIONS);
  if (!resolved.ok) throw new Error(resolved.missing.message);
  return resolved.value as JsonObject;
}
