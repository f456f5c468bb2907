import type { Resource } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { manifestOf, type ReadResource, readDocuments, readManifest, writeDocument, writeManifest } from "../index.ts";

const HEAD = "provider: p\nresource: t\nname: n\n";
const NAMES = { provider: "p", resource: "t", name: "n" };
const NOTHING = { depends_on: [], tags: [], owner_references: [], deletion_protected: false, handling: null };

describe("the text of an editor", () => {
  it("may be empty, or name nothing yet", () => {
    for (const text of ["", "# nothing\n", "config:\ntags:\n"]) {
      const { manifest, problems } = readManifest(text);
      expect(manifest).toEqual({ provider: "", resource: "", name: "", config: {}, ...NOTHING });
      expect(problems).toEqual([]);
    }
  });

  it("is not read if it is no YAML, or of more than one document", () => {
    const { manifest, problems, pathAt } = readManifest("provider: x\nconfig: {a: [1\n");
    expect(manifest).toBeNull();
    expect(problems[0]).toMatchObject({ range: { from: 27 }, message: expect.stringMatching(/^Line 3, column 1: /) });
    expect(pathAt(2)?.path).toEqual(["provider"]);
    const several = readManifest(`${HEAD}---\n${HEAD}`);
    expect(several.manifest).toBeNull();
    expect(several.problems[0]?.message).toBe("Line 5, column 1: this is another document, and here is room for one");
  });

  it.each([
    ["a: 1", ["a"], "error"],
    ["outputs: {}", ["outputs"], "warning"],
    ["history: []", ["history"], "warning"],
    ["lifecycle_state: draft", ["lifecycle_state"], "warning"],
    ["name: 5", ["name"], "error"],
    ["tags: x", ["tags"], "error"],
    ["config: []", ["config"], "error"],
    ["owner_references: [nope]", ["owner_references", 0], "error"],
    ["dependencies: [p/t/n, nope]", ["dependencies", 1], "error"],
    ["config: {big: 12345678901234567890}", ["config", "big"], "error"],
    ["- a", [], "error"],
  ])("is told where %s is wrong", (text, path, severity) => {
    expect(readManifest(text).problems).toEqual([expect.objectContaining({ path, severity })]);
  });

  it("is shown as far as it is right", () => {
    expect(readManifest("name: 5\nprovider: p\ntags: x\n").manifest).toMatchObject({
      name: "5",
      provider: "p",
      tags: [],
    });
  });
});

describe("a resource that exists", () => {
  const read = (resource: object = {}): ReadResource => ({
    resource: {
      ...NAMES,
      ...{ config: { a: 1 }, tags: null, owner_references: [], deletion_protected: false },
      ...resource,
    } as unknown as Resource,
    explicit: ["a/b/c"],
  });

  it("is written without what is empty, and read back", () => {
    const text = writeManifest(manifestOf(read()));
    expect(text).toBe(`${HEAD}depends_on:\n  - a/b/c\nconfig:\n  a: 1\n`);
    expect(readManifest(text).manifest).toEqual({ ...NAMES, ...NOTHING, config: { a: 1 }, depends_on: ["a/b/c"] });
  });

  it("is a document to apply again: a draft as a draft", () => {
    const input = (resource: object) => readDocuments(writeDocument(read(resource))).documents[0];
    expect(input({ lifecycle_state: "draft" })?.input.lifecycle_state).toBe("draft");
    expect(input({ lifecycle_state: "ready" })?.input.lifecycle_state).toBe("pending");
  });

  it("says what is an answer where the command would read files into it", () => {
    const isRead = (config: object) =>
      readDocuments(writeDocument(read({ id: "resource:p_t_n", generation: 1, config }))).documents[0]?.asRead;
    expect(isRead({ list: [{ to: "@everyone" }] })).toBe(true);
    expect(isRead({ "@": "me@example.com" })).toBe(false);
  });
});
