import { SourceMap } from "node:module";
import { expect, test } from "vitest";
import { authorMapComment } from "./author-map.ts";

/** Two files, one of them a dependency's: a line of each, and places far apart in both directions. */
const MAP = {
  sources: ["node_modules/x/index.js", "source/src/zone.ts", "source/node_modules/y.js"],
  mappings: "AAAA,IAAI;;ACAAA,kBAAgB;ECEhB,CDFW",
};

function read(comment: string): SourceMap {
  const encoded = /base64,(.+)\n$/.exec(comment)?.[1] ?? "";
  return new SourceMap(JSON.parse(Buffer.from(encoded, "base64").toString()));
}

test("the places of the author's files are those of the whole map, and no others are left", () => {
  const whole = new SourceMap({ version: 3, file: "", names: [], sourceRoot: "", sourcesContent: [], ...MAP });
  const own = read(authorMapComment(MAP, "source/"));

  expect(own.payload.sources).toEqual(["src/zone.ts"]);
  for (const [line, column] of [
    [2, 0],
    [2, 18],
    [3, 3],
  ] as const) {
    const { originalLine, originalColumn, originalSource } = whole.findEntry(line, column) as Record<string, unknown>;
    expect(own.findEntry(line, column)).toMatchObject({ generatedLine: line, originalLine, originalColumn });
    expect(originalSource).toBe("source/src/zone.ts");
  }
  expect(own.findEntry(0, 4)).toEqual({});
});

test("a map of nothing of the author's is empty", () => {
  expect(read(authorMapComment({ sources: ["node_modules/x.js"], mappings: "AAAA" }, "source/")).payload.mappings).toBe(
    "",
  );
});
