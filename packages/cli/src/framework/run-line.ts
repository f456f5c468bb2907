import { CliError, usageError } from "../errors/cli-error.ts";
import type { Io } from "../io/io.ts";
import type { GlobalValues } from "../session/global-values.ts";
import { Session } from "../session/session.ts";
import type { Group } from "./command.ts";
import { findCommand, hoistGlobals } from "./find-command.ts";
import { GLOBAL_OPTIONS } from "./global-options.ts";
import { commandHelp, groupHelp } from "./help.ts";
import { nameArguments, parseOptions } from "./parse.ts";

/**
 * Runs one command line.
 *
 * @returns the exit code
 * @throws errors of the command, and CliError for an invalid line
 */
export async function runLine(root: Group, argv: readonly string[], io: Io): Promise<number> {
  const { path, node, rest } = await findCommand(root, hoistGlobals(withoutHelpCommand(argv)));
  if (node.kind === "group") {
    pointingToHelp(path, () => parseOptions(rest, GLOBAL_OPTIONS));
    io.stdout.write(groupHelp(path, node));
    return 0;
  }
  const specs = { ...node.options, ...GLOBAL_OPTIONS };
  const { options, positionals } = pointingToHelp(path, () => parseOptions(rest, specs));
  if (options["help"]) {
    io.stdout.write(commandHelp(path, node));
    return 0;
  }
  if (options["output"] === "markdown" && !node.markdown)
    throw usageError(`\`${["pragma", ...path].join(" ")}\` has no output as markdown`, "Plans and changes have.");
  const takesFiles = node.options["file"]?.complete === "file";
  const args = pointingToHelp(path, () => nameArguments(positionals, node.args, takesFiles));
  const session = new Session(io, globalsOf(options));
  // The parser has given each value the type that its specification says.
  return (await node.run({ args: args as never, options: options as never, session })) ?? 0;
}

/** `pragma help resources apply` means `pragma resources apply --help`, as it does elsewhere. */
function withoutHelpCommand(argv: readonly string[]): readonly string[] {
  return argv[0] === "help" ? [...argv.slice(1), "--help"] : argv;
}

/** An error in the line without a better hint points to the help. */
function pointingToHelp<Read>(path: readonly string[], read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CliError) || error.hint !== undefined) throw error;
    throw usageError(error.message, `\`${["pragma", ...path].join(" ")} --help\` shows how it is used.`);
  }
}

function globalsOf(options: Record<string, unknown>): GlobalValues {
  const { context, token, output, "api-url": apiUrl } = options as Partial<Record<string, string>>;
  return { context, token, apiUrl, output: (output ?? "table") as GlobalValues["output"] };
}
