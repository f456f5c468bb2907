import { ConfigError } from "@pragma/sdk/provider";
import { lookUp, type Scope } from "./scope.ts";

/**
 * `{{name.of.value}}`, blanks allowed inside; `{{+name}}` keeps the slashes of a path. `\{{` stands for `{{`.
 * Anything else between braces is literal text, so that a body may hold templates of another kind.
 */
const PLACEHOLDER = /\\\{\{|\{\{\s*(\+?)([A-Za-z_][\w-]*(?:\.[\w-]+)*)\s*\}\}/g;

/** Turns a value into the text that stands in its place. */
type Encode = (text: string, reserved: boolean, name: string) => string;

/**
 * Replaces every placeholder of a text.
 *
 * @param where what the text is, for errors: `create.path`.
 * @throws ConfigError for a name without a value, and for a value that is not a string, number or boolean.
 */
export function renderText(text: string, scope: Scope, where: string, encode: Encode = (plain) => plain): string {
  return text.replace(PLACEHOLDER, (match, plus: string | undefined, name: string | undefined) => {
    if (name === undefined) return match.slice(1);
    const value = lookUp(scope, name, where);
    if (typeof value === "object") {
      const kind = Array.isArray(value) ? "an array" : String(value === null ? "null" : "an object");
      throw new ConfigError(`${where}: {{${name}}} is ${kind}, which cannot be part of a text`);
    }
    return encode(String(value), plus === "+", name);
  });
}

/**
 * Renders the texts of a JSON value. A text that is one placeholder and nothing else becomes its value, with its type:
 * `"{{values.ports}}"` may become an array. Keys are left as they are. @throws ConfigError as renderText does.
 */
export function renderJson(value: unknown, scope: Scope, where: string): unknown {
  if (typeof value === "string") {
    const [only] = value.matchAll(PLACEHOLDER);
    if (only?.[0] === value && only[2] !== undefined) return lookUp(scope, only[2], where);
    return renderText(value, scope, where);
  }
  if (Array.isArray(value)) return value.map((item, index) => renderJson(item, scope, `${where}.${index}`));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, renderJson(inner, scope, `${where}.${key}`)]),
  );
}

/**
 * Renders the path of a URL, each value percent-encoded. A value that would name another place is refused: `..` and `.`
 * are resolved by whoever reads a URL, and `/things/` without its last part is all things.
 *
 * @throws ConfigError
 */
export function renderPath(text: string, scope: Scope, where: string): string {
  return renderText(text, scope, where, (value, reserved, name) => {
    const segments = reserved ? value.split("/") : [value];
    for (const segment of segments) {
      if (segment === "" || segment === "." || segment === "..") {
        throw new ConfigError(`${where}: {{${name}}} is "${value}", which would make the path another one`);
      }
    }
    return segments.map(encodeURIComponent).join("/");
  });
}

/** Whether a value holds the placeholder `name`, or one of its parts. */
export function mentions(value: unknown, name: string): boolean {
  if (typeof value === "string") {
    return [...value.matchAll(PLACEHOLDER)].some((match) => match[2] === name || match[2]?.startsWith(`${name}.`));
  }
  if (typeof value !== "object" || value === null) return false;
  return Object.values(value).some((inner) => mentions(inner, name));
}
