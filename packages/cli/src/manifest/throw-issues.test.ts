import { readDocuments } from "@pragma/manifest";
import { describe, expect, it } from "vitest";
import { EXIT } from "../errors/exit-codes.ts";
import type { ManifestDocument } from "./document.ts";
import { throwIssues } from "./throw-issues.ts";

const TEXT = `provider: pragma
resource: config
name: one
config: { data: { a: 1 } }
---
- provider: pragma
  resource: config
  name: two
  tags: [a, ""]
  config: &base
    data:
      list:
        - x
- provider: pragma
  resource: config
  name: three
  config: *base
`;

const read = readDocuments(TEXT);
const documents = read.documents.map(
  ({ placeOf }) =>
    ({
      file: "shop.yaml",
      locate: (path) => read.positionOf(placeOf([...path]).at),
    }) as Partial<ManifestDocument> as ManifestDocument,
);

describe("issues of a plan", () => {
  it.each<[(string | number)[], string, string]>([
    [["documents", 0, "config", "data", "a"], "config.data.a must be a string", "4:19: config.data.a must be a string"],
    [["body", "documents", 1, "tags", 1], "must be longer", "9:13: tags[1] must be longer"],
    // Where it is written that the alias stands for, and the nearest parent of what is missing.
    [["documents", 2, "config", "data", "list", 0], "is odd", "13:11: config.data.list[0] is odd"],
    [["documents", 1, "config", "data", "b"], "config.data.b is required", "11:5: config.data.b is required"],
    [["documents", 2], "is named by more than one document", "14:3: is named by more than one document"],
  ])("at %j have file, line and column: %s", (loc, msg, line) => {
    expect(() => throwIssues([{ loc, msg, type: "x" }], documents)).toThrow(
      expect.objectContaining({ message: `shop.yaml:${line}`, exitCode: EXIT.usage, hint: "Nothing was applied." }),
    );
  });

  it("that stand in no file come behind, once, and only the state of others is a conflict", () => {
    const protectedOne = { loc: ["prune"], msg: "a is protected", type: "deletion_protected" };
    expect(() => throwIssues([protectedOne, protectedOne], documents)).toThrow(
      expect.objectContaining({ message: "a is protected", exitCode: EXIT.conflict }),
    );
    const both = [protectedOne, { loc: ["documents", 0], msg: "is bad\u001b[2J", type: "x" }];
    expect(() => throwIssues(both, documents)).toThrow(
      expect.objectContaining({ message: "shop.yaml:1:1: is bad\ufffd[2J\na is protected", exitCode: EXIT.usage }),
    );
    expect(() => throwIssues([], documents)).not.toThrow();
  });
});
