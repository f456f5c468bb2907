import { ConfigError } from "@pragma/sdk/provider";
import type { HttpAnswer } from "../http/send.ts";
import { take } from "../http/take.ts";
import type { ObjectConfig, ObjectOutputs } from "./config.ts";

/** The object's id as the answer of create tells it; null if the config asks for none. @throws ConfigError */
export function takeId(config: ObjectConfig, answer: HttpAnswer): string | null {
  if (config.id === undefined) return null;
  try {
    return toId(take(answer, config.id), config.id);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConfigError(`The object was made, but cannot be named, and has to be deleted by hand: ${reason}`);
  }
}

/** An id is a text or a number. Of a `location` header it is the last part of the path. @throws ConfigError */
export function toId(value: unknown, path: string): string {
  if (typeof value === "number" || (typeof value === "string" && value !== "")) {
    return path.toLowerCase() === "header:location" ? lastSegment(String(value)) : String(value);
  }
  throw new ConfigError(`id: the answer has no text or number at "${path}"`);
}

function lastSegment(location: string): string {
  const { pathname } = new URL(location, "http://relative.invalid");
  return decodeURIComponent(pathname.split("/").findLast((segment) => segment !== "") ?? "");
}

type OutputPaths = Pick<ObjectConfig, "outputs" | "secret_outputs">;

/** Sources of outputs: answers, the first that has one wins, and what they were `before`. */
export interface Sources {
  id: string | null;
  answers: readonly HttpAnswer[];
  before: ObjectOutputs | null;
}

/**
 * The outputs that can be told so far, and the first that cannot: another answer may have it. What no answer has stays
 * as it was before, since an API may show a secret only once.
 */
export function takeOutputs(config: OutputPaths, sources: Sources): { outputs: ObjectOutputs; missing: Error | null } {
  const { id, answers, before } = sources;
  let missing: Error | null = null;
  const takeAll = (paths: Record<string, string>, old: ObjectOutputs["values"], field: string) => {
    const taken: ObjectOutputs["values"] = {};
    for (const [name, path] of Object.entries(paths)) {
      const found = takeFirst(answers, path);
      const value = found instanceof Error ? old[name] : found;
      if (value !== undefined) taken[name] = value;
      else missing ??= new ConfigError(`${field}.${name}: ${found instanceof Error ? found.message : ""}`);
    }
    return taken;
  };
  const outputs = {
    id,
    values: takeAll(config.outputs, before?.values ?? {}, "outputs"),
    secrets: takeAll(config.secret_outputs, before?.secrets ?? {}, "secret_outputs"),
  };
  return { outputs, missing };
}

type Json = ObjectOutputs["values"][string];

function takeFirst(answers: readonly HttpAnswer[], path: string): Json | Error {
  let reason = new Error(`there is nothing at "${path}" in the answer`);
  for (const answer of answers) {
    try {
      const value = take(answer, path);
      if (value !== undefined) return value as Json;
    } catch (error) {
      if (error instanceof Error) reason = error;
    }
  }
  return reason;
}

/** All outputs. @throws ConfigError naming one that cannot be told. */
export function takeAllOutputs(config: ObjectConfig, sources: Sources): ObjectOutputs {
  const { outputs, missing } = takeOutputs(config, sources);
  if (missing !== null) throw missing;
  return outputs;
}
