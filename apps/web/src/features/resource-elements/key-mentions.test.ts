import { describe, expect, it } from "vitest";
import { keyMentions } from "./key-mentions.ts";

const targets = (text: string) => keyMentions(text).flatMap(({ target }) => target ?? []);

describe("keyMentions", () => {
  it.each([
    ["Waits for postgres/role/shop (pending), a/b/c/d.e (absent)", ["postgres/role/shop", "a/b/c/d.e"]],
    ["waits below the failure of p/t/n (failed, stale)", ["p/t/n"]],
    [
      "resource:p_t_n cannot be deleted: resource:p_t_m, resource:p_t_o.1 depend on it",
      ["resource:p_t_n", "resource:p_t_m", "resource:p_t_o.1"],
    ],
    ["resource:p_t_n is protected from deletion.", ["resource:p_t_n"]],
    ["p/t/n depends on p/t/m.x", ["p/t/n", "p/t/m.x"]],
    ["p/t/n is protected from deletion", ["p/t/n"]],
    ["p/t/n still runs with it, since its deletion failed", ["p/t/n"]],
    ["p/t/n depends on what the change deletes", ["p/t/n"]],
    ["connect to http://host/a/b failed (pending)", []],
    ["no such file /var/lib/data (ready)", []],
    ["a/b (ready)", []],
  ])("finds in %s", (text, expected) => {
    expect(targets(text)).toEqual(expected);
  });

  const shown = (text: string) =>
    keyMentions(text)
      .map((piece) => piece.text)
      .join("");

  it("loses nothing of the text", () => {
    const text = "Waits for p/t/n (pending), q/t/n (failed): see resource:p_t_n_m";
    expect(shown(text)).toBe(text);
  });

  it("shows keys in place of ids", () => {
    expect(shown("resource:p_t_n cannot be deleted: resource:p_t_m depends on it")).toBe(
      "p/t/n cannot be deleted: p/t/m depends on it",
    );
  });
});
