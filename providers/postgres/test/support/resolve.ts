type Json = Record<string, unknown>;

/** A resource of the example with what is known of it once it is made. */
export interface Made {
  config: Json;
  outputs: Json;
}

/** Which form a reference has, and to which resource: `provider/resource/name`. */
export interface Reference {
  form: "object" | "string" | "interpolated" | "whole";
  to: string;
}

const STRING_FORM = /\$\{([a-z0-9-]+\/[a-z0-9_/-]+\/[A-Za-z0-9._-]+?)\.(outputs|config)\.([^}]+)\}/g;

/** All references in a config. */
export function referencesIn(value: unknown): Reference[] {
  if (typeof value === "string") {
    return [...value.matchAll(STRING_FORM)].map((match) => ({
      form: match[0] === value ? "string" : "interpolated",
      to: String(match[1]),
    }));
  }
  if (typeof value !== "object" || value === null) return [];
  const { provider, resource, name, field, __dependency__ } = value as Json;
  const to = `${provider}/${resource}/${name}`;
  if (__dependency__ === true) return [{ form: "whole", to }];
  if (provider && resource && name && field) return [{ form: "object", to }];
  return Object.values(value).flatMap(referencesIn);
}

/** Puts values in the place of references. Throws for a field that is not there. */
export function resolve(value: unknown, made: ReadonlyMap<string, Made>): unknown {
  if (typeof value === "string") {
    const [only] = value.matchAll(STRING_FORM);
    if (only?.[0] === value) return lookUp(made, String(only[1]), `${only[2]}.${only[3]}`);
    return value.replace(STRING_FORM, (_all, to, part, path) => String(lookUp(made, to, `${part}.${path}`)));
  }
  if (Array.isArray(value)) return value.map((element) => resolve(element, made));
  if (typeof value !== "object" || value === null) return value;
  const { provider, resource, name, field, __dependency__ } = value as Json;
  const to = `${provider}/${resource}/${name}`;
  if (__dependency__ === true) return { ...value, ...made.get(to) };
  if (provider && resource && name && field) return lookUp(made, to, String(field));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolve(inner, made)]));
}

function lookUp(made: ReadonlyMap<string, Made>, to: string, path: string): unknown {
  const found = path.split(".").reduce<unknown>((at, key) => (at as Json | undefined)?.[key], made.get(to));
  if (found === undefined) throw new Error(`${to} has no ${path}`);
  return found;
}
