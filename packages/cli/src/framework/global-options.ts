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
    choices: ["table", "json", "yaml", "markdown"],
    description: "Form of the output: table, json or yaml; of plans and changes also markdown",
  },
  help: { type: "boolean", short: "h", description: "Show what a command does and takes" },
} as const satisfies OptionSpecs;

export type OutputFormat = (typeof GLOBAL_OPTIONS.output.choices)[number];

/** Their values. */
export interface GlobalValues {
  context: string | undefined;
  token: string | undefined;
  apiUrl: string | undefined;
  output: OutputFormat;
}
