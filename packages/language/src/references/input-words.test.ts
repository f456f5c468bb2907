import { describe, expect, it } from "vitest";
import { inputPath, inputWords } from "./input-words.ts";
import { readReferenceName, referenceName } from "./reference-name.ts";

describe("inputWords", () => {
  it.each<[string[][], string | null]>([
    [[], null],
    [[["pragma/config/site.outputs.url"]], "pragma/config/site"],
    [[["pragma/config/site.outputs.url"], ["pragma/config/site.config.data.x"]], "pragma/config/site"],
    [[["p/r/a.outputs.x"], ["p/r/b"]], "p/r/a and p/r/b"],
    [[["p/r/a.outputs.x"], ["p/r/a.outputs.x", "p/r/b.outputs.y"]], "p/r/a"],
    [[["p/r/a.outputs.x", "p/r/b.outputs.y"]], "p/r/a or p/r/b"],
    [[["p/r/a"], ["p/r/b"], ["p/r/c"]], "p/r/a, p/r/b and 1 other"],
    [[["p/r/a"], ["p/r/b"], ["p/r/c"], ["p/r/d"]], "p/r/a, p/r/b and 2 others"],
  ])("of %j", (from, words) => {
    expect(inputWords(from.map((one) => ({ from: one })))).toBe(words);
  });
});

it.each(["p/r/a.b.outputs.tls.crt", "p/a/b/n.config.data", "p/r/a.b"])("%s is read as it is written", (text) => {
  expect(referenceName(readReferenceName(text) as never)).toBe(text);
});

it.each([
  ["resolved_config.env.URL", "env.URL"],
  ['resolved_config["tls.crt"]', '["tls.crt"]'],
  ["resolved_config", "config"],
])("%s is told as %s", (path, text) => {
  expect(inputPath(path)).toBe(text);
});
