import { parentPort } from "node:worker_threads";
import type { ValidateFunction } from "ajv";
import { checkValue, compile } from "./check-value.ts";
import type { CheckRequest } from "./protocol.ts";

/** The thread that checks: schemas come from providers, and a pattern of theirs may take for ever. */
const compiled = new Map<string, ValidateFunction>();

parentPort?.on("message", ({ type, schema, value, references }: CheckRequest) => {
  let issues: ReturnType<typeof checkValue> | null = null;
  try {
    const validate = compiled.get(type) ?? compile(schema);
    compiled.set(type, validate);
    issues = checkValue(validate, value, references);
  } catch {
    // A schema that cannot be compiled: the API will say what it makes of it.
  }
  parentPort?.postMessage(issues);
});
