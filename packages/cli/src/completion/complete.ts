import type { Completer, Group, OptionSpec, OptionSpecs } from "../framework/command.ts";
import { hoistGlobals } from "../framework/find-command.ts";
import { GLOBAL_OPTIONS } from "../framework/global-options.ts";
import type { Io } from "../io/io.ts";
import type { GlobalValues } from "../session/global-values.ts";
import { Session } from "../session/session.ts";
import { liveNames } from "./live-names.ts";

/** Completions that the shell itself does best. */
const OF_SHELL: readonly (Completer | undefined)[] = ["file", "folder"];

/** A possible word, and its meaning if that is not obvious. */
export interface Offer {
  name: string;
  description?: string;
}

/**
 * Completions for the end of a line.
 *
 * @param words without the program's name; the last one is being typed, and may be empty
 * @returns `null` where the shell is to offer files
 */
export async function complete(root: Group, words: readonly string[], io: Io): Promise<Offer[] | null> {
  const typed = words.at(-1) ?? "";
  const before = hoistGlobals(words.slice(0, -1));
  let node: Group | undefined = root;
  let taken = 0;
  for (const word of before) {
    const child: Group["children"][string] | undefined = node.children[word];
    if (child === undefined) break;
    taken++;
    if (child.kind === "lazy") {
      const command = await child.load();
      const specs = { ...command.options, ...GLOBAL_OPTIONS };
      return within(before.slice(taken), typed, specs, Object.values(command.args), io);
    }
    node = child;
  }
  if (taken < before.length) return [];
  if (typed.startsWith("-")) return starting(flagsOf(GLOBAL_OPTIONS), typed);
  const children = Object.entries(node.children);
  return starting(
    children.map(([name, { summary }]) => ({ name, description: summary })),
    typed,
  );
}

type ArgumentLike = { complete?: Completer; many?: true };

async function within(
  before: readonly string[],
  typed: string,
  specs: OptionSpecs,
  args: readonly ArgumentLike[],
  io: Io,
): Promise<Offer[] | null> {
  const given = new Map<string, string>();
  const positionals: string[] = [];
  let waiting: [string, OptionSpec] | undefined;
  for (const word of before) {
    if (waiting !== undefined) {
      given.set(waiting[0], word);
      waiting = undefined;
    } else if (word.startsWith("-") && word !== "-") {
      const found = optionOf(word, specs);
      if (found !== undefined && found[1].type !== "boolean" && !word.includes("=")) waiting = found;
    } else positionals.push(word);
  }
  if (waiting !== undefined) return values(waiting[1], typed, { given, positionals, io });
  if (typed.startsWith("-")) return starting(flagsOf(specs), typed);
  const last = args.at(-1);
  const next = args[positionals.length] ?? (last?.many ? last : undefined);
  return next === undefined ? [] : values(next, typed, { given, positionals, io });
}

function flagsOf(specs: OptionSpecs): Offer[] {
  return Object.entries(specs).map(([name, { description }]) => ({ name: `--${name}`, description }));
}

function optionOf(word: string, specs: OptionSpecs): [string, OptionSpec] | undefined {
  const [flag] = word.split("=");
  return Object.entries(specs).find(([name, { short }]) => flag === `--${name}` || flag === `-${short}`);
}

interface Line {
  given: ReadonlyMap<string, string>;
  positionals: readonly string[];
  io: Io;
}

async function values(
  { complete, choices }: { complete?: Completer; choices?: readonly string[] },
  typed: string,
  { given, positionals, io }: Line,
): Promise<Offer[] | null> {
  if (choices !== undefined) return starting(choices.map(plain), typed);
  if (complete === undefined) return [];
  if (OF_SHELL.includes(complete)) return null;
  const globals: GlobalValues = {
    context: given.get("context"),
    token: given.get("token"),
    apiUrl: given.get("api-url"),
    output: "table",
  };
  const names = await liveNames(complete, typed, positionals, new Session(io, globals));
  return starting(names.map(plain), typed);
}

function plain(name: string): Offer {
  return { name };
}

function starting(offers: readonly Offer[], typed: string): Offer[] {
  return offers.filter(({ name }) => name.startsWith(typed));
}
