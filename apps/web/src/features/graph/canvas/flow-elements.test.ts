import type { GraphEdge } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import { type Highlight, type ModelNode, modelOfNodes } from "../model/graph-model.ts";
import { flowNodes } from "./flow-elements.ts";

const node = (name: string): ModelNode => ({
  ...{ id: name, provider: "p", resource: "t", name, lifecycle_state: "ready", key: `p/t/${name}`, group: null },
});
const edge = (from: string, to: string): GraphEdge => ({ from, to, kind: "dependency" });

/** `app` uses `db`, which uses `net`; `other` is on its own. */
const model = modelOfNodes(["app", "db", "net", "other"].map(node), [edge("app", "db"), edge("db", "net")]);
const positions = Object.fromEntries(model.nodes.map(({ id }, at) => [id, { x: at, y: 0 }]));
const ANY: Highlight = { state: null, text: "", ids: null };

function dimmed(selected: string | null, more: { highlight?: Highlight; ids?: string[] } = {}): string[] {
  const told = more.ids ? { ids: new Set(more.ids), notes: new Map<string, string>() } : null;
  const drawing = { positions, selected, root: null, highlight: more.highlight ?? ANY, told };
  return flowNodes(model, drawing, new Map()).flatMap(({ id, data }) => (data.emphasis === "other" ? [id] : []));
}

describe("nodes are dimmed", () => {
  it("with their edges where they have none to the selected one", () => {
    expect(dimmed(null)).toEqual([]);
    expect(dimmed("p/t/app")).toEqual(["net", "other"]);
    expect(dimmed("p/t/db")).toEqual(["other"]);
    expect(dimmed("p/t/other")).toEqual(["app", "db", "net"]);
    expect(dimmed("p/t/absent")).toEqual([]);
  });

  it("by a search or an answer alone, where there is one", () => {
    expect(dimmed("p/t/app", { highlight: { ...ANY, text: "net" } })).toEqual(["app", "db", "other"]);
    expect(dimmed("p/t/app", { ids: ["app", "net"] })).toEqual(["db", "other"]);
  });
});
