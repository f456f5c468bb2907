import { ConfigError } from "@pragma/sdk/provider";

/** Values that templates can name. A value of undefined is not known yet. */
export type Scope = Readonly<Record<string, unknown>>;

/**
 * The value at a dotted path, or undefined. Keys match longest first, so that a key may hold dots; numbers index arrays.
 */
export function valueAt(value: unknown, path: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  if (Object.hasOwn(value, path)) return (value as Record<string, unknown>)[path];
  for (let dot = path.lastIndexOf("."); dot > 0; dot = path.lastIndexOf(".", dot - 1)) {
    const key = path.slice(0, dot);
    if (!Object.hasOwn(value, key)) continue;
    const found = valueAt((value as Record<string, unknown>)[key], path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The value that a template names. @throws ConfigError when there is none. */
export function lookUp(scope: Scope, name: string, where: string): unknown {
  const value = valueAt(scope, name);
  if (value === undefined) {
    throw new ConfigError(
      `${where}: {{${name}}} has no value. Templates can name ${Object.keys(scope).sort().join(", ")}`,
    );
  }
  return value;
}
