import { OUTPUT_FORMATS } from "../session/global-values.ts";
import type { OptionSpecs } from "./command.ts";

/** Taken by every command. */
export const GLOBAL_OPTIONS = {
  context: {
    type: "string",
    value: "name",
    description: "Context to use in place of the current one",
    complete: "context",
  },
  token: { type: "string", value: "token", description: "Token to use; other users of the machine may see it" },
  "api-url": { type: "string", value: "url", description: "Address of the API" },
  output: {
    type: "string",
    short: "o",
    value: "format",
    choices: OUTPUT_FORMATS,
    description: "Form of the output: table, json or yaml; of plans and changes also markdown",
  },
  help: { type: "boolean", short: "h", description: "Show what a command does and takes" },
} as const satisfies OptionSpecs;
