import { parseArgs } from "node:util";
import { suggest } from "@pragma/language";
import { usageError } from "../errors/cli-error.ts";
import type { ArgumentSpecs, OptionSpec, OptionSpecs } from "./command.ts";

type Value = string | boolean | number | string[] | undefined;

/** A parsed command line. */
export interface Parsed {
  options: Record<string, Value>;
  positionals: string[];
}

/**
 * Parses a command line with Node's own parser, the only one without startup cost. It runs in lenient mode, so that
 * errors can include suggestions.
 *
 * @throws CliError for an unknown option, a missing value, or an invalid one
 */
export function parseOptions(argv: readonly string[], specs: OptionSpecs): Parsed {
  const config = Object.entries(specs).map(([name, { type, short }]) => [
    name,
    { type: type === "boolean" ? "boolean" : "string", ...(short === undefined ? {} : { short }) } as const,
  ]);
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(config),
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const options = Object.fromEntries(Object.entries(specs).map(([name, { type }]) => [name, initial(type)]));
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind !== "option") continue;
    const spec = Object.hasOwn(specs, token.name) ? specs[token.name] : undefined;
    if (spec === undefined) throw unknownOption(token.rawName, Object.keys(specs));
    const value = readValue(token, spec);
    const before = options[token.name];
    options[token.name] = Array.isArray(before) ? [...before, String(value)] : value;
  }
  return { options, positionals };
}

function initial(type: OptionSpec["type"]): Value {
  if (type === "boolean") return false;
  return type === "strings" ? [] : undefined;
}

type OptionToken = { rawName: string; value: string | undefined; inlineValue: boolean | undefined };

function readValue({ rawName, value, inlineValue }: OptionToken, spec: OptionSpec): Value {
  if (spec.type === "boolean") {
    if (value !== undefined) throw usageError(`${rawName} takes no value`);
    return true;
  }
  // `--tail --follow` means that the value was forgotten; `--name=--odd` means what it says.
  if (value === undefined || (inlineValue !== true && /^-\D/.test(value))) throw usageError(`${rawName} needs a value`);
  if (spec.choices !== undefined && !spec.choices.includes(value)) {
    throw usageError(`${rawName} must be one of ${spec.choices.join(", ")}`, didYouMean(suggest(value, spec.choices)));
  }
  return spec.type === "number" ? wholeNumber(rawName, value, spec) : value;
}

function wholeNumber(rawName: string, value: string, { min = 0, max = Number.MAX_SAFE_INTEGER }: OptionSpec): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= min && number <= max) return number;
  const range = max === Number.MAX_SAFE_INTEGER ? `from ${min} on` : `from ${min} to ${max}`;
  throw usageError(`${rawName} must be a whole number ${range}`);
}

function unknownOption(rawName: string, known: readonly string[]): Error {
  const close = suggest(rawName.replace(/^-+/, ""), known);
  return usageError(`There is no option ${rawName}`, didYouMean(close && `--${close}`));
}

/**
 * Names positional arguments.
 *
 * @param takesFiles files have an option: an extra argument is probably one, such as the expansion of `-f *.yaml` by a
 * shell
 * @throws CliError for one too few or too many
 */
export function nameArguments(
  positionals: readonly string[],
  specs: ArgumentSpecs,
  takesFiles = false,
): Record<string, Value> {
  const named: Record<string, Value> = {};
  const rest = [...positionals];
  for (const [name, { optional, many, value = name, fits, description }] of Object.entries(specs)) {
    const given = many ? rest.splice(0) : rest.shift();
    named[name] = given;
    const absent = given === undefined || (Array.isArray(given) && given.length === 0);
    if (absent && !optional) throw usageError(`<${value}> is missing`);
    const odd = [given ?? []].flat().find((text) => fits?.(text) === false);
    if (odd !== undefined) throw usageError(`${JSON.stringify(odd)} is not a valid ${value}`, `It is ${description}.`);
  }
  if (rest.length > 0) {
    const hint = takesFiles ? "Each file needs its own -f; a pattern needs quotes: -f 'teams/*.yaml'." : undefined;
    throw usageError(`Too many arguments: ${rest.map((word) => JSON.stringify(word)).join(", ")}`, hint);
  }
  return named;
}

export function didYouMean(word: string | undefined): string | undefined {
  return word && `Did you mean ${word}?`;
}
