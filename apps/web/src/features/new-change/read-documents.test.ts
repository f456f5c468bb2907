import { describe, expect, it } from "vitest";
import { readDocuments, serverFaults } from "./read-documents.ts";

const ONE = "provider: pragma\nresource: config\nname: one\nconfig:\n  data:\n    size: 1\n";
const TWO = ONE.replace("one", "two");

describe("readDocuments", () => {
  it("reads several, skips empty ones, and sends only what each says", () => {
    const { inputs, faults } = readDocuments(`---\n${ONE}---\n\n---\n${TWO}tags: [a]\n`);
    expect(faults).toEqual([]);
    expect(inputs).toEqual([
      {
        provider: "pragma",
        resource: "config",
        name: "one",
        config: { data: { size: 1 } },
        lifecycle_state: "pending",
      },
      {
        provider: "pragma",
        resource: "config",
        name: "two",
        config: { data: { size: 1 } },
        tags: ["a"],
        lifecycle_state: "pending",
      },
    ]);
  });

  it("reads owners and dependencies by their keys, keeps drafts, and clears what is null", () => {
    const references = "owner_references: [a/b/c]\ndepends_on: [a/b/d]\ndependencies: [a/b/e]\n";
    const text = `${ONE}lifecycle_state: draft\n${references}tags: null\n`;
    expect(readDocuments(text).inputs[0]).toMatchObject({
      lifecycle_state: "draft",
      owner_references: [{ provider: "a", resource: "b", name: "c" }],
      depends_on: ["a/b/d"],
      dependencies: [{ provider: "a", resource: "b", name: "e" }],
      tags: null,
    });
  });

  it("takes the items of a list as documents", () => {
    const text = "- {provider: a, resource: b, name: c}\n- {provider: a, resource: b, name: d}\n";
    const { inputs, locate } = readDocuments(text);
    expect(inputs.map(({ name }) => name)).toEqual(["c", "d"]);
    expect(locate(1, ["name"]).from).toBe(text.indexOf("d}"));
  });

  it("names the line of what is wrong, whichever document it is in", () => {
    const { faults } = readDocuments(`${ONE}---\n${TWO.replace("name: two", "name: Not A Name!")}---\n- 3\n`);
    expect(faults.map(({ line, severity }) => [line, severity])).toEqual([
      [10, "error"],
      [15, "error"],
    ]);
    expect(readDocuments(`${ONE}---\na: [\n`).faults.at(-1)?.line).toBeGreaterThanOrEqual(8);
  });

  it("ends at text that would grow without end", () => {
    const bomb = `a: &a [x]\n${["b", "c", "d", "e"].map((key, index) => `${key}: &${key} [${Array(10).fill(`*${"abcd"[index]}`).join(", ")}]`).join("\n")}\n`;
    expect(readDocuments(bomb).faults).not.toEqual([]);
  });
});

describe("serverFaults", () => {
  it("places what the server says of a document's field, and leaves out what is about none", () => {
    const reading = readDocuments(`${ONE}---\n${TWO}`);
    const faults = serverFaults(reading, [
      { loc: ["documents", 1, "config", "data", "size"], msg: "is too small", type: "minimum" },
      { loc: ["documents", 1, "config", "data", "colour"], msg: "is missing", type: "required" },
      { loc: ["documents", 1], msg: "is named twice", type: "repeated" },
      { loc: ["set"], msg: "no", type: "other" },
    ]);
    expect(faults.map(({ line, message }) => [line, message])).toEqual([
      [13, "is too small"],
      [12, "is missing"],
      [8, "is named twice"],
    ]);
  });
});
