import { RotateCcw } from "lucide-react";
import { describe, expect, it, vi } from "vitest";
import { keyOfPath, type PaletteInput, paletteGroups } from "./palette-groups.ts";

const groupsOf = (input: Partial<PaletteInput>) =>
  paletteGroups({
    text: "",
    path: "/",
    viewer: {
      organizationId: "1",
      organizations: [
        { id: "1", slug: "acme", name: "Acme", role: "owner" },
        { id: "2", slug: "beta", name: "Beta", role: "viewer" },
      ],
      scopes: ["resources:read", "resources:write"],
    },
    found: ["pragma/config/shop"],
    recent: ["postgres/database/shop"],
    types: ["postgres/database", "postgres/role", "pragma/config"],
    actions: [],
    operator: false,
    ...input,
  });

const offered = (input: Partial<PaletteInput>) =>
  Object.fromEntries(groupsOf(input).map(({ heading, items }) => [heading, items.map(({ label }) => label)]));

describe("the palette", () => {
  it("offers what was looked at, what can be made, pages within one's rights, and other organizations", () => {
    expect(offered({})).toEqual({
      Recent: ["postgres/database/shop"],
      Actions: ["New resource", "New change"],
      Pages: ["Overview", "Resources", "Graph", "Changes", "Adopt", "Connections", "Members", "Settings", "Guides"],
      Organizations: ["Beta"],
    });
  });

  it("leads operators, and nobody else, to the page of the installation", () => {
    expect(offered({ text: "operators", found: [], operator: true })).toEqual({ Pages: ["Installation"] });
    expect(offered({ text: "operators", found: [] })).toEqual({});
  });

  it("finds resources, and types to make one of", () => {
    expect(offered({ text: "new postgres" })).toEqual({
      Resources: ["pragma/config/shop"],
      Actions: ["New postgres/database", "New postgres/role"],
    });
    expect(offered({ text: "overv", found: [] })).toEqual({ Pages: ["Overview"] });
    expect(offered({ text: "dark", found: [] })).toEqual({ Theme: ["Theme: dark"] });
    expect(offered({ text: "guide conc", found: [] })).toEqual({ Guides: ["Concepts"] });
    expect(offered({ text: "zzz", found: [] })).toEqual({});
  });

  it("offers what can be done with the resource that is open", () => {
    const path = "/resources/view/pragma/config/my%2Dshop?tab=logs";
    expect(keyOfPath(path)).toBe("pragma/config/my-shop");
    expect(offered({ path })["This resource"]).toEqual([
      "Edit this resource",
      "Duplicate this resource",
      "History of this resource",
      "Logs of this resource",
      "Graph of this resource",
      "Root cause of this resource",
      "Blast radius of this resource",
    ]);
    expect(offered({ path, text: "dupl", found: [] })).toEqual({ "This resource": ["Duplicate this resource"] });
    expect(keyOfPath("/resources/new")).toBeNull();
  });

  it("offers what the open page can do, and does it", () => {
    const run = vi.fn();
    const input = {
      path: "/resources/view/pragma/config/a",
      text: "retry",
      found: [],
      actions: [
        { id: "retry", label: "Retry", icon: RotateCcw, run },
        { id: "delete", label: "Delete…", icon: RotateCcw, run },
      ],
    };
    expect(offered(input)).toEqual({ "On this page": ["Retry"] });
    // Typing a name finds its resource, before actions that would change something.
    const named = offered({ ...input, path: "/changes/1", found: ["pragma/config/retry-later"] });
    expect(Object.entries(named)).toEqual([
      ["Resources", ["pragma/config/retry-later"]],
      ["On this page", ["Retry"]],
    ]);
    expect(Object.keys(offered({ ...input, text: "" })).indexOf("On this page")).toBeGreaterThan(1);
    const [item] = groupsOf(input)[0]?.items ?? [];
    if (item?.action.kind === "action") item.action.run();
    expect(run).toHaveBeenCalledOnce();
  });

  it("offers nothing to change to those who may only read", () => {
    const viewer = { organizationId: "1", organizations: [], scopes: ["resources:read" as const] };
    const read = offered({ viewer, path: "/resources/view/pragma/config/a" });
    expect(read["Actions"]).toBeUndefined();
    expect(read["This resource"]).not.toContain("Edit this resource");
  });
});
