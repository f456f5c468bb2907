import { describe, expect, it } from "vitest";
import { gridStyle, shownColumns } from "./columns.ts";
import { readLayout, writeLayout } from "./layout.ts";

describe("the layout", () => {
  it("is the same after the browser kept it", () => {
    const layout = { columns: ["set", "notes"], density: "compact" } as const;
    expect(readLayout(writeLayout(layout))).toEqual(layout);
    expect(readLayout(writeLayout({ ...layout, columns: [] })).columns).toEqual([]);
  });

  it("is the default where nothing, or nonsense, is kept", () => {
    expect(readLayout(undefined).columns).toEqual(["type", "tags", "updated", "notes"]);
    expect(readLayout("<script>.notes~huge")).toEqual({ columns: ["notes"], density: "comfortable" });
  });
});

it("columns keep their order, and state and name stay", () => {
  const columns = shownColumns(["notes", "set"]);
  expect(columns.map(({ id }) => id)).toEqual(["state", "name", "set", "notes"]);
  expect(gridStyle(columns)).toEqual({
    "--list-tracks": "2.75rem 7.5rem minmax(0,2fr) minmax(0,1.9fr)",
    "--list-wide-tracks": "2.75rem 7.5rem minmax(0,2fr) minmax(0,1fr) minmax(0,1.9fr)",
  });
});
