import { ConfigError } from "@pragma/sdk/provider";

/** `{{name.of.value}}`, blanks allowed inside. `\{{` stands for `{{`. Anything else between braces is literal text. */
const PLACEHOLDER = /\\\{\{|\{\{\s*([A-Za-z_][\w-]*(?:\.[\w-]+)*)\s*\}\}/g;

/**
 * Puts values into a text, as they are: nothing is quoted for the format of the file.
 *
 * @throws ConfigError naming each placeholder without a value, or whose value is not a string, number or boolean.
 */
export function render(template: string, values: Readonly<Record<string, unknown>>): string {
  const faults = new Set<string>();
  const text = template.replace(PLACEHOLDER, (match, name: string | undefined) => {
    if (name === undefined) return match.slice(1);
    const value = name.split(".").reduce<unknown>(member, values);
    if (value === undefined) faults.add(`{{${name}}} has no value`);
    else if (typeof value === "object") faults.add(`{{${name}}} is not a string, number or boolean`);
    return String(value);
  });
  if (faults.size > 0) throw new ConfigError(`template: ${[...faults].join("; ")}`);
  return text;
}

/** The template that renders to this very text, whatever the values. */
export function literal(text: string): string {
  return text.replace(PLACEHOLDER, "\\$&");
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}
