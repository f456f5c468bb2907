import type { Json, JsonObject, Path } from "@pragma/contract";
import { readReference } from "../references/reference.ts";
import type { Schema } from "../schema/json-schema.ts";
import { sensitivePaths } from "../schema/sensitive-paths.ts";
import { hasStringReferences, MASK, type Manifest } from "./manifest.ts";

/** A manifest without its secrets, and where they were. */
export interface Scrubbed {
  manifest: Manifest;
  /** Paths into the manifest. */
  emptied: Path[];
}

/**
 * Takes sensitive values out of a manifest and leaves null, which no schema of a secret allows: none can be applied
 * as an empty one by oversight. References stay, since they say nothing.
 *
 * @param schema undefined where the type is unknown: then nothing of the config is kept
 * @param masks whether `********` goes as well: it stands for a value of the resource that it was read from
 */
export function scrub(manifest: Manifest, schema: Schema | undefined, masks: "keep" | "empty"): Scrubbed {
  if (schema === undefined) return { manifest: { ...manifest, config: {} }, emptied: [] };
  const emptied: Path[] = [];
  const sensitive = new Set(sensitivePaths(schema, manifest.config).map((path) => JSON.stringify(path)));
  const strings = hasStringReferences(manifest);
  const walk = (value: Json, path: Path): Json => {
    const kept = value === null || readReference(value, strings) !== null || (value === MASK && masks === "keep");
    if (!kept && (value === MASK || sensitive.has(JSON.stringify(path)))) {
      emptied.push(["config", ...path]);
      return null;
    }
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index]));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, walk(item, [...path, key])]));
  };
  return { manifest: { ...manifest, config: walk(manifest.config, []) as JsonObject }, emptied };
}

/** The manifest as it may be shown: masks where secrets are, with a word where one is new; an empty one says so. */
export function presentable(manifest: Manifest, schema: Schema | undefined): Manifest {
  // Nothing is known to be secret in a type that nobody knows.
  if (schema === undefined) return manifest;
  const { manifest: clean, emptied } = scrub(manifest, schema, "keep");
  for (const path of emptied) {
    replace(clean.config, path.slice(1), valueAt(manifest, path) === "" ? "(empty)" : `${MASK} (new value)`);
  }
  return clean;
}

function replace(config: JsonObject, path: Path, value: Json): void {
  let at: Json = config;
  for (const step of path.slice(0, -1)) at = (at as JsonObject)[step] as Json;
  const last = path.at(-1);
  if (last !== undefined) (at as JsonObject)[last] = value;
}

/** Paths into the manifest of what stands for stored values, which a new resource does not have. */
export function maskedPaths(manifest: Manifest): Path[] {
  const walk = (value: Json, path: Path): Path[] => {
    if (value === MASK) return [path];
    if (typeof value !== "object" || value === null) return [];
    const entries: [string | number, Json][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    return entries.flatMap(([step, item]) => walk(item, [...path, step]));
  };
  return walk(manifest.config, ["config"]);
}

/** The value at a path of a manifest. */
export function valueAt(root: unknown, path: Path): Json | undefined {
  let at: unknown = root;
  for (const step of path) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, step)) return undefined;
    at = (at as Record<string | number, unknown>)[step];
  }
  return at as Json | undefined;
}
