import type { Session } from "../session/session.ts";

/** Source of a value's completions: names from the API or the configuration, or files. */
export type Completer =
  | "resource"
  | "connection"
  | "provider"
  | "type"
  | "context"
  | "dead-letter"
  | "build"
  | "token"
  | "change"
  | "set"
  | "file"
  | "folder";

interface Described {
  description: string;
  /** The placeholder for the value in the help: `<id>`. */
  value?: string;
  complete?: Completer;
}

/** An option, `--name`. `strings` may be given more than once. */
export interface OptionSpec extends Described {
  type: "string" | "strings" | "number" | "boolean";
  short?: string;
  /** The only accepted values. */
  choices?: readonly string[];
  /** The minimum of a number, which is always an integer; 0 by default. */
  min?: number;
  /** The maximum. */
  max?: number;
}

/** An argument by its place. */
export interface ArgumentSpec extends Described {
  optional?: true;
  /** The rest of the line; only for the last. */
  many?: true;
  /** Whether a string is valid; the description says what is expected. */
  fits?: (text: string) => boolean;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;
export type ArgumentSpecs = Readonly<Record<string, ArgumentSpec>>;

type OptionValue<Spec extends OptionSpec> = Spec["type"] extends "boolean"
  ? boolean
  : Spec["type"] extends "strings"
    ? string[]
    : Spec["type"] extends "number"
      ? number | undefined
      : (Spec extends { choices: readonly (infer Choice)[] } ? Choice : string) | undefined;

type ArgumentValue<Spec extends ArgumentSpec> = Spec extends { many: true }
  ? string[]
  : Spec extends { optional: true }
    ? string | undefined
    : string;

/** The input of a command. */
export interface Invocation<Args extends ArgumentSpecs, Options extends OptionSpecs> {
  args: { [Name in keyof Args]: ArgumentValue<Args[Name]> };
  options: { [Name in keyof Options]: OptionValue<Options[Name]> };
  session: Session;
}

/** A line that works when pasted, and what it does. */
export interface Example {
  does: string;
  run: string;
}

/** A command as data: help, completion and the parser read it. */
export interface Command<Args extends ArgumentSpecs = ArgumentSpecs, Options extends OptionSpecs = OptionSpecs> {
  kind: "command";
  /** One line, for lists; the group has it. */
  summary: string;
  /** Details beyond the one-line summary. */
  description?: string;
  args: Args;
  options: Options;
  examples: readonly [Example, ...Example[]];
  /** Its result can be had as Markdown, too. */
  markdown?: true;
  /** Throws a `CliError`, or an error of the SDK. Returns the exit code; undefined means 0. */
  run(invocation: Invocation<Args, Options>): Promise<number | undefined>;
}

/** A command without its summary. */
export type CommandBody = Omit<Command, "summary">;

/** Declares a command; the types of its arguments and options are inferred from their declarations. */
export function defineCommand<const Args extends ArgumentSpecs, const Options extends OptionSpecs>(
  command: Omit<Command<Args, Options>, "kind" | "summary" | "args" | "options" | "run"> & {
    args?: Args;
    options?: Options;
    run(invocation: Invocation<Args, Options>): Promise<number | undefined> | Promise<void>;
  },
): CommandBody {
  const { args = {} as Args, options = {} as Options, run } = command;
  const whole: Omit<Command<Args, Options>, "summary"> = {
    ...command,
    kind: "command",
    args,
    options,
    run: async (invocation) => (await run(invocation)) ?? undefined,
  };
  // A list of commands does not need their argument types.
  return whole as unknown as CommandBody;
}

/** A command that is loaded on use. A list of commands needs only the summaries, so it loads none. */
export interface LazyCommand {
  kind: "lazy";
  summary: string;
  load(): Promise<Command>;
}

/** @param load imports the file that defines it */
export function lazy(summary: string, load: () => Promise<{ command: CommandBody }>): LazyCommand {
  return { kind: "lazy", summary, load: async () => ({ ...(await load()).command, summary }) };
}

/** Commands by noun. */
export interface Group {
  kind: "group";
  summary: string;
  children: Readonly<Record<string, Group | LazyCommand>>;
}

export function defineGroup(summary: string, children: Group["children"]): Group {
  return { kind: "group", summary, children };
}
