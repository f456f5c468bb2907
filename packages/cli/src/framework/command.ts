import type { Session } from "../session/session.ts";

/** What the shell offers for a value: things of the API or of the configuration, or files. */
export type Completer =
  | "resource"
  | "provider"
  | "type"
  | "context"
  | "dead-letter"
  | "build"
  | "token"
  | "file"
  | "folder";

interface Described {
  description: string;
  /** What stands for the value in the help: `<id>`. */
  value?: string;
  complete?: Completer;
}

/** An option, `--name`. `strings` may be given more than once. */
export interface OptionSpec extends Described {
  type: "string" | "strings" | "number" | "boolean";
  short?: string;
  /** The only values that are taken. */
  choices?: readonly string[];
  /** Of a number, which is always a whole one: the least that is taken, 0 if left out. */
  min?: number;
  /** The greatest. */
  max?: number;
}

/** An argument by its place. */
export interface ArgumentSpec extends Described {
  optional?: true;
  /** The rest of the line; only for the last. */
  many?: true;
  /** Whether a text can be one at all; its description says what is wanted. */
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

/** What a command is run with. */
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
  /** What the line leaves open. */
  description?: string;
  args: Args;
  options: Options;
  examples: readonly [Example, ...Example[]];
  /** Throws what goes wrong: a `CliError`, or an error of the SDK. The answer is the exit code; nothing means 0. */
  run(invocation: Invocation<Args, Options>): Promise<number | undefined>;
}

/** A command but for its summary. */
export type CommandBody = Omit<Command, "summary">;

/** Declares a command; the types of its arguments and options follow from what it says of them. */
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
  // A list of commands has no use for what each of them takes.
  return whole as unknown as CommandBody;
}

/** A command that is loaded when it is used. For a list of commands, which needs their summaries alone, none is. */
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
