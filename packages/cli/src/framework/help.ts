import type { ArgumentSpecs, Command, Group, OptionSpec, OptionSpecs } from "./command.ts";
import { GLOBAL_OPTIONS } from "./global-options.ts";

type Row = readonly [name: string, text: string];

/** Examples for `pragma --help`. */
const ROOT_EXAMPLES = [
  ["pragma auth login", "Log in by the browser"],
  ["pragma plan -f shop.yaml", "See what applying a file would do"],
  ["pragma apply -f shop.yaml", "Apply it, and wait until it is ready"],
  ["pragma resources list --tag prod", "See what there is"],
] as const;

/** Help of a group: its contents. */
export function groupHelp(path: readonly string[], group: Group): string {
  const rows = Object.entries(group.children).map(([name, { summary }]): Row => [name, summary]);
  const name = ["pragma", ...path].join(" ");
  const examples = path.length === 0 ? section("Examples", ROOT_EXAMPLES) : "";
  return [
    `${group.summary}\n`,
    `Usage: ${name} <command>\n`,
    section("Commands", rows),
    examples,
    section("Options", optionRows(path.length === 0 ? { ...GLOBAL_OPTIONS, version: VERSION_OPTION } : GLOBAL_OPTIONS)),
    `\`${name} <command> --help\` says more about one.\n`,
  ]
    .filter(Boolean)
    .join("\n");
}

const VERSION_OPTION: OptionSpec = { type: "boolean", short: "V", description: "Show the version" };

/** Help of a command. */
export function commandHelp(path: readonly string[], command: Command): string {
  const name = ["pragma", ...path].join(" ");
  const own = Object.keys(command.options).length > 0 ? " [options]" : "";
  const examples = command.examples.map(({ does, run }) => `  # ${does}\n  ${run}\n`).join("\n");
  return [
    `${command.summary}\n`,
    command.description && `${command.description}\n`,
    `Usage: ${name}${own}${usageOf(command.args)}\n`,
    section("Arguments", argumentRows(command.args)),
    section("Options", optionRows(command.options)),
    section("Everywhere", optionRows(GLOBAL_OPTIONS)),
    `Examples:\n${examples}`,
  ]
    .filter(Boolean)
    .join("\n");
}

function usageOf(specs: ArgumentSpecs): string {
  return Object.entries(specs)
    .map(([name, { optional, many, value = name }]) => {
      const one = `<${value}>${many ? "…" : ""}`;
      return optional ? ` [${one}]` : ` ${one}`;
    })
    .join("");
}

function argumentRows(specs: ArgumentSpecs): Row[] {
  return Object.entries(specs).map(([name, { value = name, description }]) => [`<${value}>`, description]);
}

function optionRows(specs: OptionSpecs): Row[] {
  return Object.entries(specs).map(([name, { type, short, value = name, description }]) => {
    const flag = `${short === undefined ? "    " : `-${short}, `}--${name}`;
    return [
      type === "boolean" ? flag : `${flag} <${value}>`,
      type === "strings" ? `${description}; may be repeated` : description,
    ];
  });
}

function section(title: string, rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.length === 0
    ? ""
    : `${title}:\n${rows.map(([name, text]) => `  ${name.padEnd(width)}  ${text}\n`).join("")}`;
}
