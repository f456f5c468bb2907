import { usageError } from "../errors/cli-error.ts";
import type { ArgumentSpec, OptionSpecs } from "../framework/command.ts";

/** The argument that names a type of things that exist. */
export const TYPE_ARGUMENT = {
  value: "type",
  description: "provider/type, such as postgres/database",
  complete: "type",
} as const satisfies ArgumentSpec;

/** Options that say where existing things are looked for. */
export const SEARCH_OPTIONS = {
  connection: {
    type: "string",
    value: "name",
    description: "Connection to look through; the one called default if left out",
    complete: "connection",
  },
  where: {
    type: "strings",
    value: "field=value",
    description: "Only with this value in a field of the config, such as database=shop",
  },
} as const satisfies OptionSpecs;

/** @throws CliError if it does not have both parts */
export function readType(text: string): { provider: string; resource: string } {
  const slash = text.indexOf("/");
  if (slash < 1) throw usageError(`${text} is not a type`, "Such as postgres/database.");
  return { provider: text.slice(0, slash), resource: text.slice(slash + 1) };
}
