import {
  annotate,
  getPath,
  type Json,
  type JsonObject,
  MASK,
  mapJson,
  maskedPaths as masksIn,
  outsideReferences,
  type Path,
  PathTree,
  type Schema,
  SchemaError,
  sensitiveConfigPaths,
} from "@pragma/language";
import type { Manifest } from "@pragma/manifest";
import { hasStringReferences, type ManifestType } from "./manifest-type.ts";

/** A manifest without its secrets, and where they were. */
export interface Scrubbed {
  manifest: Manifest;
  /** Paths into the manifest. */
  emptied: Path[];
}

/**
 * Takes sensitive values out of a manifest and leaves null, which no schema of a secret allows: none can be applied as
 * an empty one by oversight. References stay, since they say nothing. A value is sensitive if the server would seal it.
 *
 * @param type undefined where it is unknown: then nothing of the config is kept
 * @param masks whether to remove `********` as well: it stands for a value of the resource that it was read from
 */
export function scrub(manifest: Manifest, type: ManifestType | undefined, masks: "keep" | "empty"): Scrubbed {
  const options = { stringReferences: hasStringReferences(type) };
  const sensitive = type === undefined ? null : findSensitive(type.schema, manifest.config, options);
  if (sensitive === null) return { manifest: { ...manifest, config: {} }, emptied: [] };
  const emptied: Path[] = [];
  const empty = (value: Json, path: Path): Json => {
    if (value === null || (value === MASK && masks === "keep")) return value;
    emptied.push(["config", ...path]);
    return null;
  };
  const clean = new PathTree(sensitive).replace(manifest.config, (value, index) =>
    empty(value, sensitive[index] ?? []),
  );
  const config = mapJson(clean, (value, path) => (value === MASK ? empty(value, path) : undefined));
  // A config that is a secret as a whole leaves an empty one.
  return { manifest: { ...manifest, config: (config ?? {}) as JsonObject }, emptied };
}

/** Null where a schema cannot be followed: nothing is known of such a type. */
function findSensitive(schema: Schema, config: JsonObject, options: { stringReferences: boolean }): Path[] | null {
  try {
    return outsideReferences(config, sensitiveConfigPaths(annotate(schema), config, options), options);
  } catch (error) {
    if (error instanceof SchemaError) return null;
    throw error;
  }
}

/** The manifest as it may be shown: masks where secrets are, with a word where one is new; an empty one says so. */
export function presentable(manifest: Manifest, type: ManifestType | undefined): Manifest {
  // No secrets are known for an unknown type.
  if (type === undefined) return manifest;
  const { manifest: clean, emptied } = scrub(manifest, type, "keep");
  const paths = emptied.map((path) => path.slice(1)).filter((path) => path.length > 0);
  const config = new PathTree(paths).replace(clean.config, (_, index) =>
    getPath(manifest.config, paths[index] ?? []) === "" ? "(empty)" : `${MASK} (new value)`,
  );
  return { ...clean, config: config as JsonObject };
}

/** Paths into the manifest of what stands for stored values, which a new resource does not have. */
export function maskedPaths(manifest: Manifest): Path[] {
  return masksIn(manifest.config).map((path) => ["config", ...path]);
}
