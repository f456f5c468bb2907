import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const CSS = readFileSync(new URL("./globals.css", import.meta.url), "utf8");

/** The colors of a theme by their names. */
function colorsOf(theme: ":root" | ".dark"): Map<string, string> {
  const start = CSS.indexOf(`${theme} {`);
  const block = CSS.slice(start, CSS.indexOf("}", start));
  return new Map([...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name = "", color = ""]) => [name, color]));
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

describe.each([":root", ".dark"] as const)("the lines of %s", (theme) => {
  const colors = colorsOf(theme);
  const on = (line: string, ground: string) => contrast(colors.get(line) ?? "", colors.get(ground) ?? "");

  it.each(["canvas", "surface", "raised", "sunken"])(
    "show a control on %s: 3 to 1, as WCAG 1.4.11 asks, which axe does not check",
    (ground) => {
      expect(on("line-strong", ground)).toBeGreaterThanOrEqual(3);
    },
  );

  it("are quiet where they only divide", () => {
    expect(on("line", "surface")).toBeLessThan(1.25);
  });
});
