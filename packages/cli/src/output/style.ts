import type { Output } from "../io/io.ts";

export type Color = "green" | "yellow" | "red" | "cyan" | "dim" | "bold";
export type Style = (color: Color, text: string) => string;

const CODES: Record<Color, readonly [number, number]> = {
  green: [32, 39],
  yellow: [33, 39],
  red: [31, 39],
  cyan: [36, 39],
  dim: [2, 22],
  bold: [1, 22],
};

/** Colours on a terminal, unless `NO_COLOR` or a terminal without any speaks against it. */
export function styleOf(output: Output, env: NodeJS.ProcessEnv): Style {
  const { NO_COLOR, TERM } = env;
  if (!output.isTTY || NO_COLOR || TERM === "dumb") return (_, text) => text;
  return (color, text) => {
    const [on, off] = CODES[color];
    return `\u001b[${on}m${text}\u001b[${off}m`;
  };
}
