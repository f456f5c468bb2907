import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { CliError, usageError } from "../errors/cli-error.ts";
import { EXIT } from "../errors/exit-codes.ts";
import type { ArgumentSpec } from "../framework/command.ts";
import type { Io } from "../io/io.ts";
import { reading } from "../manifest/unreadable.ts";

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The argument that names a change. */
export const CHANGE_ARGUMENT = {
  value: "change",
  description: "Id of a change, or a file that --save wrote",
  complete: "change",
} as const satisfies ArgumentSpec;

/** The id of a change: given as it is, or in a file that `--save` wrote. @throws CliError if it is neither */
export function changeId(text: string, io: Io): string {
  return readChange(text, io).id;
}

/** A change that an argument names. */
export interface NamedChange {
  id: string;
  /** Actions that the file declares; undefined if it was named by its id. */
  actions?: unknown;
}

/** The same, with what stands in the file. @throws CliError if it is neither an id nor such a file */
export function readChange(text: string, io: Io): NamedChange {
  if (ID.test(text)) return { id: text.toLowerCase() };
  const path = resolve(io.cwd, text);
  const content = reading(text, () => readIfThere(path));
  if (content === undefined)
    throw new CliError(`${JSON.stringify(text)} is neither the id of a change nor a file`, {
      exitCode: EXIT.notFound,
      hint: "`pragma changes list` shows ids.",
    });
  const change = changeIn(content);
  if (change === undefined) throw usageError(`${text} is not a plan that \`pragma plan --save\` wrote`);
  return change;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

function changeIn(content: string): NamedChange | undefined {
  try {
    const { id, actions = null } = JSON.parse(content) as { id?: unknown; actions?: unknown };
    return typeof id === "string" && ID.test(id) ? { id: id.toLowerCase(), actions } : undefined;
  } catch {
    return undefined;
  }
}
