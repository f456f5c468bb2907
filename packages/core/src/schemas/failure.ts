import type { Json, JsonObject, Path } from "@pragma/contract";
import { isJsonObject } from "@pragma/language";
import type { ErrorObject } from "ajv/dist/2020.js";

/** What a keyword found wrong with an instance. */
export type Failure = {
  keyword: string;
  /** The instance. */
  path: Path;
  params: Record<string, Json>;
  /** The keyword's own value, the very object of the schema that was compiled. */
  schema: Json;
  /** The schema that the keyword stands in. */
  parent: JsonObject;
  /** Set where not the instance but one of its keys was tested. */
  propertyName: string | undefined;
};

/** Reads what ajv reports for a value that stands at a path. */
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

/** Whether two reports are of the same thing. */
export function signature(failure: Failure): string {
  return JSON.stringify([failure.path, failure.keyword, failure.params, failure.propertyName]);
}

/** A JSON pointer into a value as a path, in which array indices are numbers. */
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
