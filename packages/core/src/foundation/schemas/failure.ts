import type { Json, JsonObject, Path } from "@pragma/contract";
import { isJsonObject } from "@pragma/language";
import type { ErrorObject } from "ajv/dist/2020.js";

/** A violation of a keyword by an instance. */
export type Failure = {
  keyword: string;
  /** Path of the instance. */
  path: Path;
  params: Record<string, Json>;
  /** The keyword's own value, the very object of the schema that was compiled. */
  schema: Json;
  /** The schema that contains the keyword. */
  parent: JsonObject;
  /** Set if a key of the instance was tested, not the instance. */
  propertyName: string | undefined;
};

/** Converts ajv's errors for a value at a path. */
export function toFailures(errors: readonly ErrorObject[] | null | undefined, value: Json, base: Path): Failure[] {
  return (errors ?? []).map((error) => ({
    keyword: error.keyword,
    path: [...base, ...toPath(error.instancePath, value)],
    params: error.params as Failure["params"],
    schema: error.schema as Json,
    parent: (error.parentSchema ?? {}) as JsonObject,
    propertyName: error.propertyName,
  }));
}

/** Equal for two reports of the same thing. */
export function signature(failure: Failure): string {
  return JSON.stringify([failure.path, failure.keyword, failure.params, failure.propertyName]);
}

/** Converts a JSON pointer into a value to a path, in which array indices are numbers. */
function toPath(pointer: string, value: Json): Path {
  const path: Path = [];
  let current: Json | undefined = value;
  for (const token of pointer.split("/").slice(1)) {
    const key = token.replaceAll("~1", "/").replaceAll("~0", "~");
    const step = Array.isArray(current) ? Number(key) : key;
    path.push(step);
    if (Array.isArray(current)) current = current[Number(key)];
    else current = isJsonObject(current) ? current[key] : undefined;
  }
  return path;
}
