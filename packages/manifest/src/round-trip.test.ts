import { describe, expect, it } from "vitest";
import { generatedConfigs, generatedTexts } from "../test/cases/index.ts";
import { editText, joinTexts, type Manifest, readDocuments, readManifest, writeManifest, writeYaml } from "./index.ts";

/** Each is written in several ways. */
const CONFIGS = 300;
const TEXTS = 1000;
const NAMES = { provider: "p", resource: "t", name: "n" };
const MORE: Pick<Manifest, "tags" | "depends_on" | "owner_references" | "deletion_protected" | "handling"> = {
  tags: ["~", "1.0"],
  depends_on: ["a/b/c"],
  owner_references: ["a/b/d"],
  deletion_protected: true,
  handling: { mode: "observe", on_delete: "delete", ignore: ["labels.*", "~"], drift: "report", paused: true },
};

/** The only document of a text. */
function inputOf(text: string) {
  const { documents, faults } = readDocuments(text);
  expect(faults).toEqual([]);
  expect(documents).toHaveLength(1);
  return documents[0]?.input;
}

describe("what is written", () => {
  const configs = generatedConfigs(CONFIGS);

  it("reads back as the same, as YAML and as JSON", () => {
    for (const config of configs) {
      const document = { ...NAMES, config };
      for (const text of [writeYaml(document), JSON.stringify(document), JSON.stringify(document, null, 2)])
        expect(inputOf(text)).toEqual({ ...document, lifecycle_state: "pending" });
    }
  });

  it("reads back as the same among other documents", () => {
    const documents = configs.map((config) => ({ ...NAMES, config, lifecycle_state: "pending" as const }));
    const { documents: read, faults } = readDocuments(joinTexts(documents.map(writeYaml)));
    expect(faults).toEqual([]);
    expect(read.map(({ input }) => input)).toEqual(documents);
  });

  it("is joined with texts that begin with directives", () => {
    const text = "provider: p\nresource: t\nname: n\n";
    const joined = joinTexts([text, `# A file\n%YAML 1.2\n---\n${text}`, `%TAG ! tag:a,2000:\n---\n${text}`, text]);
    const { documents, faults } = readDocuments(joined);
    expect(faults).toEqual([]);
    expect(documents).toHaveLength(4);
  });

  it("reads back as the same manifest", () => {
    for (const config of configs) {
      const manifest = { ...NAMES, config, ...MORE };
      expect(readManifest(writeManifest(manifest))).toMatchObject({ manifest, problems: [] });
    }
  });

  it.each([["p/connection/main"], ["q/connection/main"], [null]])("reads back with the connection %s", (connection) => {
    const manifest = { ...NAMES, connection, config: {}, ...MORE };
    expect(readManifest(writeManifest(manifest))).toMatchObject({ manifest, problems: [] });
    expect(readManifest(writeManifest({ ...NAMES, config: {}, ...MORE })).manifest).not.toHaveProperty("connection");
  });

  it("reads back as the same once a value is put into a text", () => {
    const text = "# A resource\nprovider: p\nresource: t\nname: n # its name\nconfig:\n";
    for (const config of configs) {
      const edited = editText(text, ["config", "put"], config);
      expect(inputOf(edited)?.config).toEqual({ put: config });
      expect(edited).toContain("name: n # its name\n");
    }
  });
});

it("reads whatever it is given, one document as an editor does", () => {
  let read = 0;
  for (const text of generatedTexts(TEXTS)) {
    const { documents, faults, positionOf } = readDocuments(text);
    for (const { at, range } of faults) {
      expect(positionOf(at).line).toBeGreaterThanOrEqual(1);
      expect(range.to).toBeLessThanOrEqual(text.length + 1);
    }
    const { manifest } = readManifest(text);
    const [only, ...more] = documents;
    if (manifest === null || only === undefined || more.length > 0) continue;
    read++;
    expect({ ...manifest, lifecycle_state: 0 }).toMatchObject({ ...NAMES, config: only.input.config });
  }
  expect(read).toBeGreaterThan(TEXTS / 10);
});
