import type { Resource } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import { csvLine } from "./csv.ts";
import { EXPORT_FORMATS, isExportFormat } from "./export-formats.ts";

const RESOURCE: Resource = {
  id: "resource:p_t_a",
  provider: "p",
  resource: "t",
  name: "a",
  connection: { provider: "http", resource: "connection", name: "main" },
  config: { secret: "********", text: "a: b" },
  resolved_config: null,
  dependencies: [],
  owner_references: [],
  outputs: {},
  error: 'no "such" thing',
  error_kind: null,
  lifecycle_state: "draft",
  conditions: [],
  generation: 1,
  observed_generation: 0,
  pending_event_id: null,
  provisioned: false,
  drift: "unknown",
  identity: null,
  deletion_protected: false,
  handling: null,
  tags: ["x", "y"],
  set: null,
  change_id: null,
  created_at: "2026-01-01T00:00:00.000Z",
  updated_at: "2026-01-02T00:00:00.000Z",
};

function write(name: "csv" | "json" | "yaml", count: number): string {
  const { head, one, between, tail } = EXPORT_FORMATS[name];
  return head + Array.from({ length: count }, () => one({ resource: RESOURCE, explicit: [] })).join(between) + tail;
}

describe("a file of resources", () => {
  it("is a table", () => {
    expect(write("csv", 1).split("\r\n").slice(0, 2)).toEqual([
      "provider,resource,name,connection,lifecycle_state,error,tags,drift,set,deletion_protected,created_at,updated_at",
      'p,t,a,http/connection/main,draft,"no ""such"" thing","x, y",unknown,,false,2026-01-01T00:00:00.000Z,2026-01-02T00:00:00.000Z',
    ]);
  });

  it("is JSON, of however many", () => {
    for (const count of [0, 1, 3]) expect(JSON.parse(write("json", count))).toHaveLength(count);
  });

  it("is documents that can be applied again, drafts as drafts", () => {
    const documents = parseAllDocuments(write("yaml", 2)).map((document) => document.toJS());
    const connection = "http/connection/main";
    const document = { provider: "p", resource: "t", name: "a", connection, tags: ["x", "y"], config: RESOURCE.config };
    expect(documents).toEqual([
      { lifecycle_state: "draft", ...document },
      { lifecycle_state: "draft", ...document },
    ]);
  });

  it("says what is an answer where the command would read files into it", () => {
    const at = (config: Resource["config"]) =>
      parse(EXPORT_FORMATS.yaml.one({ resource: { ...RESOURCE, config }, explicit: [] })) as Resource;
    expect(at({ list: [{ to: "@everyone" }] })).toMatchObject({ id: RESOURCE.id, generation: 1, name: "a" });
    expect(at({ "@": "me@example.com" })).not.toHaveProperty("id");
  });

  it("has no text that a spreadsheet would run", () => {
    expect(csvLine(["=1+1", "-2", "plain", "a,b"])).toBe(`'=1+1,'-2,plain,"a,b"\r\n`);
  });

  it("has one of three formats", () => {
    expect(["csv", "json", "yaml", "xml", "toString", null].map(isExportFormat)).toEqual([
      ...[true, true, true, false, false, false],
    ]);
  });
});
