import type { Io } from "../session/io.ts";
import { Session } from "../session/session.ts";
import type { Group } from "./command.ts";
import { findCommand, hoistGlobals } from "./find-command.ts";
import { GLOBAL_OPTIONS, type GlobalValues } from "./global-options.ts";
import { commandHelp, groupHelp } from "./help.ts";
import { nameArguments, parseOptions } from "./parse.ts";

/**
 * Runs one command line.
 *
 * @returns the exit code
 * @throws what the command throws, and CliError for a line that is wrong
 */
export async function runLine(root: Group, argv: readonly string[], io: Io): Promise<number> {
  const { path, node, rest } = await findCommand(root, hoistGlobals(argv));
  if (node.kind === "group") {
    parseOptions(rest, GLOBAL_OPTIONS);
    io.stdout.write(groupHelp(path, node));
    return 0;
  }
  const { options, positionals } = parseOptions(rest, { ...node.options, ...GLOBAL_OPTIONS });
  if (options["help"]) {
    io.stdout.write(commandHelp(path, node));
    return 0;
  }
  const args = nameArguments(positionals, node.args);
  const session = new Session(io, globalsOf(options));
  // The parser has given each value the type that its specification says.
  return (await node.run({ args: args as never, options: options as never, session })) ?? 0;
}

function globalsOf(options: Record<string, unknown>): GlobalValues {
  const { context, token, output, "api-url": apiUrl } = options as Partial<Record<string, string>>;
  return { context, token, apiUrl, output: (output ?? "table") as GlobalValues["output"] };
}
