import type { Json, JsonObject } from "@pragma/language";
import { usageError } from "../errors/cli-error.ts";

/** What is known of a config, from texts such as `database=shop`. A value that reads as a number, or as true or false, is one. */
export function whereConfig(conditions: readonly string[]): JsonObject {
  const entries = conditions.map((condition): [string, Json] => {
    const [, field = "", value = ""] = /^([^=]+)=(.*)$/s.exec(condition) ?? [];
    if (field === "")
      throw usageError(`--where ${condition} is not a field and its value`, "Such as --where database=shop.");
    return [field, /^(?:true|false|-?\d+(?:\.\d+)?)$/.test(value) ? (JSON.parse(value) as Json) : value];
  });
  return Object.fromEntries(entries);
}
