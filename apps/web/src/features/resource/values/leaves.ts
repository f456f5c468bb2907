import type { Resource } from "@pragma/contract";
import { classify, formatPath, getPath, isJsonObject, type Json, jsonEqual, type Path } from "@pragma/language";

/** A value without named members below it. */
export interface Leaf {
  /** Empty for a value that is itself one. */
  path: Path;
  value: Json;
}

/** The values of an object in its order, those of its members included. Lists, empty objects and references stay whole. */
export function leavesOf(value: Json): Leaf[] {
  const leaves: Leaf[] = [];
  const walk = (path: Path, one: Json): void => {
    const isBranch = isJsonObject(one) && Object.keys(one).length > 0 && !classify(one, { stringReferences: false });
    if (!isBranch) leaves.push({ path, value: one });
    else for (const [name, below] of Object.entries(one)) walk([...path, name], below as Json);
  };
  walk([], value);
  return leaves;
}

/** A value of a config: as it is written, and as the provider gets it. */
export interface ConfigValue {
  path: Path;
  /** Undefined for what only the provider gets, such as a default. */
  written: Json | undefined;
  /** Undefined if it is as written, or not known yet. */
  resolved: Json | undefined;
}

/**
 * The values of a config beside what the provider gets.
 * @param resolved null until references are resolved
 */
export function configValues(config: Json, resolved: Json | null): ConfigValue[] {
  const values: ConfigValue[] = leavesOf(config).map(({ path, value }) => {
    const got = resolved === null ? undefined : getPath(resolved, path);
    return { path, written: value, resolved: jsonEqual(got, value) ? undefined : got };
  });
  if (resolved === null) return values;
  const written = new Set(values.map(({ path }) => formatPath(path)));
  const isWritten = (path: Path): boolean => {
    return path.some((_, index) => written.has(formatPath(path.slice(0, index + 1))));
  };
  const added = leavesOf(resolved).filter(({ path }) => path.length > 0 && !isWritten(path));
  return [...values, ...added.map(({ path, value }) => ({ path, written: undefined, resolved: value }))];
}

/** A value as it is copied: a string as it is, anything else as JSON. */
export function copiedText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** An address that a browser may open from here; anything else that looks like one is text. */
export function webAddress(value: Json): string | null {
  if (typeof value !== "string" || !/^https?:\/\//i.test(value) || !URL.canParse(value)) return null;
  return value;
}

/** Outcome of opening an address. */
export type Opening = "page" | "download" | "refused";

/** A file's own address is for programs, which have a token; the signed one is for anyone. @param name of the output */
export function openingOf({ provider, resource }: Pick<Resource, "provider" | "resource">, name: string): Opening {
  if (provider !== "pragma" || resource !== "file") return "page";
  if (name === "public_url") return "download";
  return name === "url" ? "refused" : "page";
}
