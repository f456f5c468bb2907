import { usageError } from "../errors/cli-error.ts";
import type { Command, Group, OptionSpec } from "./command.ts";
import { GLOBAL_OPTIONS } from "./global-options.ts";
import { didYouMean } from "./parse.ts";
import { suggestCommand } from "./suggest-command.ts";

const GLOBALS = Object.entries<OptionSpec>(GLOBAL_OPTIONS);

/** The same line with leading global options moved behind the command: `pragma --context prod resources list`. */
export function hoistGlobals(argv: readonly string[]): string[] {
  let count = 0;
  for (let word = argv[0]; word?.startsWith("-"); word = argv[count]) {
    const [flag = ""] = word.split("=");
    const spec = GLOBALS.find(([name, { short }]) => flag === `--${name}` || flag === `-${short}`)?.[1];
    if (spec === undefined || spec.type === "boolean") break;
    count += word.includes("=") ? 1 : 2;
  }
  return [...argv.slice(count), ...argv.slice(0, count)];
}

/** A command or a group, its path, and the rest of the line. */
export interface Found {
  path: string[];
  node: Command | Group;
  rest: string[];
}

/**
 * Follows the words of a command line down the tree.
 *
 * @throws CliError for an unknown command
 */
export async function findCommand(root: Group, argv: readonly string[]): Promise<Found> {
  const path: string[] = [];
  let group = root;
  for (const [index, word] of argv.entries()) {
    if (word.startsWith("-")) return { path, node: group, rest: argv.slice(index) };
    const child = Object.hasOwn(group.children, word) ? group.children[word] : undefined;
    if (child === undefined) {
      const where = ["pragma", ...path].join(" ");
      const close = suggestCommand(root, path, group, word);
      throw usageError(
        `\`${where}\` has no command "${word}"`,
        didYouMean(close && `\`${close}\``) ?? `\`${where} --help\` lists them.`,
      );
    }
    path.push(word);
    if (child.kind === "lazy") return { path, node: await child.load(), rest: argv.slice(index + 1) };
    group = child;
  }
  return { path, node: group, rest: [] };
}
