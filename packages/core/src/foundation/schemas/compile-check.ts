import type { Json, Path, ValidationIssue } from "@pragma/contract";
import type { Schema } from "@pragma/language";
import { Ajv2020 } from "ajv/dist/2020.js";
import { CompiledSchema } from "./compiled-schema.ts";
import { toFailures } from "./failure.ts";
import { toIssue } from "./messages.ts";
import { unusable } from "./request.ts";

const MAX_ISSUES = 10;

/** Checks a schema against the meta-schema of 2020-12 and compiles it. Small trusted schemas only, or off-thread. */
export function compileCheck(schema: Schema): ValidationIssue[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true, messages: false, logger: false });
  if (ajv.validateSchema(schema) !== true) return metaIssues(toFailures(ajv.errors, schema, []));
  try {
    for (const lenient of [false, true]) {
      // A schema that applies itself in its own place compiles, but never terminates; one run reveals that.
      new CompiledSchema(schema, { closed: true, lenient }).validate({}, [], []);
    }
    return [];
  } catch (error) {
    return [unusable(error instanceof Error ? error.message : String(error))];
  }
}

function metaIssues(failures: ReturnType<typeof toFailures>): ValidationIssue[] {
  const issues = new Map<string, ValidationIssue>();
  for (const failure of failures) {
    const { loc, msg } = toIssue(failure, ["schema"], {});
    if (!issues.has(loc.join("/"))) issues.set(loc.join("/"), unusable(msg, loc.slice(1) as Path));
    if (issues.size === MAX_ISSUES) break;
  }
  return [...issues.values()];
}

/** Parses the text of a schema. */
export function parseSchema(text: string): Schema {
  return JSON.parse(text) as Json as Schema;
}
