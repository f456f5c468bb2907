import {
  getPath,
  type Json,
  MAX_PLAN_WARNINGS,
  MAX_PLANNED_OUTPUTS,
  MAX_REPLACE_PATH_LENGTH,
  MAX_REPLACE_PATHS,
  PathTree,
  parsePath,
} from "@pragma/language";
import type { JsonObject } from "../context.ts";
import { OutputsError } from "./failure.ts";
import { isObject } from "./found.ts";

/** What a resource is to become: `after` has null at the paths of `unknown`. */
export interface PlanOptions {
  readonly after: JsonObject;
  readonly unknown: readonly string[];
}

/**
 * Parses a config that is not known as a whole. What is not known may turn out as it was, so while it is parsed the values of before
 * stand there: a schema then fills in the defaults of the rest. A config that it does not accept even so stays as it is.
 *
 * @param parse parses by the config schema; rejects if that does not accept it
 */
export async function parseKnown(
  { after, unknown }: PlanOptions,
  before: JsonObject,
  parse: (config: JsonObject) => Promise<JsonObject>,
): Promise<JsonObject> {
  if (unknown.length === 0) return parse(after);
  const paths = unknown.flatMap((text) => [parsePath(text) ?? []]).filter((path) => path.length > 0);
  const tree = new PathTree(paths);
  const forget = (config: JsonObject) => tree.replace(config as Json, () => null) as JsonObject;
  const stoodThere = (value: Json, index: number) => getPath(before as Json, paths[index] ?? []) ?? value;
  const whole = tree.replace(after as Json, stoodThere) as JsonObject;
  return parse(whole).then(forget, () => forget(after));
}

/** What `plan` returned, in the form in which it is sent. @throws OutputsError naming what is wrong with it. */
export function parsePlanned(planned: unknown): JsonObject {
  if (!isObject(planned))
    throw new OutputsError("plan must return an object of replace, outputs and warnings, each optional");
  const { replace = [], outputs = null, warnings = [] } = planned;
  return {
    replace: parsePaths(replace, "replace", MAX_REPLACE_PATHS),
    outputs: outputs === null ? null : parsePaths(outputs, "outputs", MAX_PLANNED_OUTPUTS),
    warnings: parseTexts(warnings, "warnings", MAX_PLAN_WARNINGS, "texts", (text) => text !== ""),
  };
}

function parsePaths(value: unknown, member: string, max: number): string[] {
  const isPath = (text: string) => text !== "" && text.length <= MAX_REPLACE_PATH_LENGTH;
  return parseTexts(value, member, max, `paths of ${MAX_REPLACE_PATH_LENGTH} characters at most`, isPath);
}

function parseTexts(
  value: unknown,
  member: string,
  max: number,
  what: string,
  isOne: (text: string) => boolean,
): string[] {
  const isText = (one: unknown): one is string => typeof one === "string" && isOne(one);
  if (Array.isArray(value) && value.length <= max && value.every(isText)) return value;
  throw new OutputsError(`plan returned ${member} that are not a list of up to ${max} ${what}`);
}
