/** Output of a shell as a page shows it: without the spaces that end a line, and empty lines around it. */
function shown(text: string): string {
  return text.replace(/[ \t]+$/gm, "").replace(/^\n+|\n+$/g, "");
}

/**
 * Whether output is what a guide shows. `…` stands for any text within a line, and alone in a line for any lines. Runs of
 * spaces count as one: columns are as wide as the widest value, which differs.
 */
export function answers(output: string, expected: string): boolean {
  const pattern = shown(expected)
    .split("\n")
    .map((line) => (line.trim() === "…" ? "[\\s\\S]*?" : line.split("…").map(literally).join(".*")))
    .join("\n");
  return new RegExp(`^${pattern}$`).test(shown(output));
}

function literally(text: string): string {
  return text
    .split(/ +/)
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"))
    .join(" +");
}
