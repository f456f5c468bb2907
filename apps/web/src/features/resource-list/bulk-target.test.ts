import { describe, expect, it } from "vitest";
import { type BulkTargets, targetsOfFilters, targetsOfRows } from "./bulk-target.ts";
import { loadFilters } from "./filters.ts";
import type { ListRow } from "./list-types.ts";

const facets = {
  by_type: {},
  by_drift: { drifted: 4, missing: 1, in_sync: 5 },
  by_state: { failed: 3, draft: 2, ready: 7 },
  by_tag: {},
  by_set: {},
  total: 12,
};
const counts = ({ all, failed, drafts }: BulkTargets) => [all.count, failed.count, drafts.count];

describe("what bulk actions are done with", () => {
  it("is rows by their states", () => {
    const rows = (["failed", "draft", "ready", "failed"] as const).map(
      (lifecycle_state, index) => ({ key: `p/t/${index}`, lifecycle_state }) as ListRow,
    );
    const targets = targetsOfRows(rows);
    expect(counts(targets)).toEqual([4, 2, 1]);
    expect(targets.failed.selection).toEqual({ resources: ["p/t/0", "p/t/3"] });
  });

  it("is rows by what was found of them", () => {
    const rows = (["drifted", "in_sync", "missing", "drifted"] as const).map(
      (drift, index) => ({ key: `p/t/${index}`, lifecycle_state: "ready", drift }) as ListRow,
    );
    const { drifted, missing } = targetsOfRows(rows);
    expect(drifted).toEqual({ selection: { resources: ["p/t/0", "p/t/3"] }, count: 2 });
    expect(missing).toEqual({ selection: { resources: ["p/t/2"] }, count: 1 });
  });

  it("is all that match and were found so", () => {
    const found = ({ drifted, missing }: BulkTargets) => [drifted.count, missing.count];
    const targets = targetsOfFilters(loadFilters("?tags=shop"), facets);
    expect(found(targets)).toEqual([4, 1]);
    expect(targets.missing.selection).toEqual({ filter: { tags: ["shop"], drift: "missing" } });
    expect(found(targetsOfFilters(loadFilters("?drift=drifted"), { ...facets, total: 4 }))).toEqual([4, 0]);
    expect(found(targetsOfFilters(loadFilters("?drift=in_sync"), { ...facets, total: 5 }))).toEqual([0, 0]);
  });

  it("is all that match, which the server finds", () => {
    const targets = targetsOfFilters(loadFilters("?tags=shop&sort=type&group=tag"), facets);
    expect(counts(targets)).toEqual([12, 3, 2]);
    expect(targets.all.selection).toEqual({ filter: { tags: ["shop"] } });
    expect(targets.drafts.selection).toEqual({ filter: { tags: ["shop"], lifecycle_state: "draft" } });
  });

  it("is counted by the state that is filtered by, of which facets tell other choices", () => {
    expect(counts(targetsOfFilters(loadFilters("?state=draft"), { ...facets, total: 2 }))).toEqual([2, 0, 2]);
    expect(counts(targetsOfFilters(loadFilters("?state=ready"), { ...facets, total: 7 }))).toEqual([7, 0, 0]);
  });
});
