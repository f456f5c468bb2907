import type { Resource } from "@pragma/contract";
import { MASK } from "@pragma/language";
import { manifestOf, readManifest } from "@pragma/manifest";
import { describe, expect, it } from "vitest";
import { serverProblems } from "./manifest/server-problems.ts";
import { copyOf, emptyOf } from "./new-document.ts";
import { configPaths } from "./references/config-paths.ts";
import type { Loaded, ResourceType } from "./schema/types.ts";
import { makeDraft } from "./state/draft.ts";
import { sameDesired } from "./state/same-desired.ts";

const schema = {
  type: "object",
  properties: { pw: { type: "string", sensitive: true }, size: { type: "object", properties: { gb: {} } } },
};
const type = { provider: "p", resource: "t", schema, string_references: true } as unknown as ResourceType;
const resource = {
  provider: "p",
  resource: "t",
  name: "one",
  config: { pw: MASK, size: { gb: 1 } },
  dependencies: [],
  owner_references: [{ provider: "p", resource: "t", name: "owner" }],
  tags: ["a"],
  deletion_protected: false,
  generation: 1,
  created_at: "2026-01-01T00:00:00.000Z",
} as unknown as Resource;

describe("a document's start", () => {
  it("is the type alone for a new resource, whatever the address says", () => {
    expect(readManifest(emptyOf("pragma/a/b", null).text).manifest).toMatchObject({
      provider: "pragma",
      resource: "a/b",
    });
    expect(readManifest(emptyOf("x: [\n/y", "n: 1").text).manifest).toMatchObject({
      provider: "x: [\n",
      resource: "y",
      name: "n: 1",
    });
    expect(readManifest(emptyOf("null", null).text).manifest).toMatchObject({ provider: "null", resource: "" });
  });

  it("is a copy without secrets and owners", () => {
    const { text, emptied } = copyOf({ resource, explicit: [] }, [type]);
    expect(readManifest(text).manifest).toMatchObject({
      name: "one-copy",
      config: { pw: null, size: { gb: 1 } },
      tags: ["a"],
      owner_references: [],
    });
    expect(emptied).toEqual([["config", "pw"]]);
  });
});

describe("makeDraft", () => {
  it("keeps masks and no secrets", () => {
    const now = new Date(0);
    const secret = { ...manifestOf({ resource, explicit: [] }), config: { pw: "hunter2" } };
    const draft = makeDraft(secret, type, now);
    expect(draft).toMatchObject({ emptied: [["config", "pw"]], savedAt: now.toISOString() });
    expect(draft.text).not.toContain("hunter2");
    expect(makeDraft(manifestOf({ resource, explicit: [] }), type, now).text).toContain(MASK);
    expect(makeDraft(secret, undefined, now).text).not.toContain("hunter2");
  });
});

describe("sameDesired", () => {
  const loaded = (change: Partial<Resource>, explicit: string[] = []): Loaded => ({
    resource: { ...resource, ...change },
    etag: "e",
    explicit,
  });

  it("ignores what only the state changed", () => {
    expect(sameDesired(loaded({}), loaded({ lifecycle_state: "ready", updated_at: "later" }))).toBe(true);
  });

  it.each<Partial<Resource>>([{ generation: 2 }, { tags: [] }, { deletion_protected: true }, { created_at: "later" }])(
    "notices %j",
    (change) => {
      expect(sameDesired(loaded({}), loaded(change))).toBe(false);
    },
  );

  it("notices that a dependency became explicit", () => {
    expect(sameDesired(loaded({}), loaded({}, ["p/t/used"]))).toBe(false);
  });
});

describe("serverProblems", () => {
  it("leads into the manifest", () => {
    const problems = serverProblems([
      { loc: ["body", "config", "list", 0], msg: "list[0] must be a string", type: "type" },
      { loc: ["body", "config", "pw"], msg: "config.pw is required", type: "required" },
      { loc: ["name"], msg: "no", type: "x" },
    ]);
    expect(problems.map(({ path, missing }) => [path, missing ?? false])).toEqual([
      [["config", "list", 0], false],
      [["config", "pw"], true],
      [["name"], false],
    ]);
  });
});

describe("configPaths", () => {
  it("names what a reference may take", () => {
    expect(configPaths(schema)).toEqual([
      { path: "pw", description: null, sensitive: true },
      { path: "size", description: null, sensitive: false },
      { path: "size.gb", description: null, sensitive: false },
    ]);
  });
});
