import { type ChangeCounts, NO_COUNTS, outcomeWords } from "@pragma/contract";
import { describe, expect, it } from "vitest";
import {
  actionWords,
  becauseWords,
  countPieces,
  countWords,
  plannedWords,
  progressWords,
  sharesOf,
  shownSource,
  standingOf,
  tookWords,
  uncomparedWords,
  warningsWords,
} from "./change-words.ts";

const counts = (some: Partial<ChangeCounts>): ChangeCounts => ({ ...NO_COUNTS, ...some });

describe("counts", () => {
  it("name what there is, in one order", () => {
    const some = counts({ delete: 1, create: 1200, follow: 2, unchanged: 3, refuse: 1 });
    expect(countPieces(some).map(({ sign, count }) => `${sign}${count}`)).toEqual(["+1200", "-1", "→2", "!1"]);
    expect(countWords(some)).toBe("1,200 to create, 1 to delete, 2 to follow, 1 refused, 3 unchanged");
    expect(countWords(counts({ uncompared: 2, unchanged: 1 }))).toBe("2 to compare, 1 unchanged");
    expect(countWords(counts({}))).toBe("nothing to do");
  });

  it("are not to do of a plan that nobody can apply any more", () => {
    const some = counts({ create: 2 });
    expect(plannedWords({ status: "planned", counts: some })).toBe("2 to create");
    for (const status of ["stale", "expired", "discarded"] as const)
      expect(plannedWords({ status, counts: some })).toBe("not applied: create 2");
  });
});

it("names a kind that only a later release knows, and takes it for no other", () => {
  expect(actionWords("uncompared")).toEqual({ sign: "?", word: "compare", tone: "neutral" });
  expect(actionWords("invented" as never)).toEqual({ sign: "?", word: "invented", tone: "neutral" });
});

it("says how many secrets an apply compares", () => {
  expect(uncomparedWords(1)).toMatch(/^1 resource has secrets that were not compared/);
  expect(uncomparedWords(1200)).toMatch(/^1,200 resources have secrets/);
});

it("names the first warning of a plan", () => {
  expect(warningsWords([{ warnings: [] }])).toBeNull();
  expect(warningsWords([{ warnings: [] }, { warnings: ["Waits for a draft"] }])).toBe("1 warning: Waits for a draft");
  const many = warningsWords([{ warnings: ["a", "b"] }, { warnings: ["c"] }]);
  expect(many).toBe("3 warnings, the first: a");
});

describe("a source", () => {
  it("links to a pull request by where it leads", () => {
    const commit = "0123456789abcdef0123456789abcdef01234567";
    expect(shownSource({ kind: "git", ref: commit, url: "https://code.example/shop/pull/7?tab=files" })).toEqual({
      words: "commit 01234567",
      kind: "git",
      ref: "01234567",
      link: {
        href: "https://code.example/shop/pull/7?tab=files",
        text: "code.example/shop/pull/7?tab=files",
        host: "code.example",
      },
    });
    expect(shownSource({ kind: "git", ref: "main" })).toEqual({
      ...{ words: "git main", kind: "git", ref: "main", link: null },
    });
  });

  it.each(["javascript:alert(1)", "data:text/html,x", "https://bank.example@evil.example/", "//evil.example", "x"])(
    "does not link to %s",
    (url) => expect(shownSource({ kind: "git", url }).link).toBeNull(),
  );
});

it("says of what depends on something that goes whether it goes, too", () => {
  const because = { kind: "dependent", from: "resource:a" } as const;
  for (const action of ["delete", "refuse"] as const) expect(becauseWords({ action, because })).toBe("it depends on");
  expect(becauseWords({ action: "update", because })).toBe("it keeps the values that it took from");
});

it("says of members of a set whether they join it or go", () => {
  const because = { kind: "set" } as const;
  expect(becauseWords({ action: "update", because })).toBe("it joins the set");
  expect(becauseWords({ action: "delete", because })).toBe("it is in the set and not declared");
});

it("says that drift is why, whatever is done about it", () => {
  const because = { kind: "drift" } as const;
  expect(becauseWords({ action: "update", because })).toBe("it was changed outside Pragma");
});

it("says whether anything is sent to what is taken over", () => {
  const because = { kind: "declared" } as const;
  expect(becauseWords({ action: "adopt", because, changes: [] })).toBe("it is taken over as it is: nothing is sent");
  expect(becauseWords({ action: "adopt", because, changes: [{}] })).toBe("it is taken over, then changed");
  expect(becauseWords({ action: "create", because, changes: [{}] })).toBeNull();
});

it("says how far a change has come, and how long it took", () => {
  expect(progressWords({ total: 2000, done: 7 })).toBe("7 of 2,000 done");
  const progress = { total: 12, settled: 10, failed: 9 };
  const outcomes = [
    { action: "create", outcome: "succeeded", count: 1 },
    { action: "create", outcome: "failed", count: 1 },
    { action: "create", outcome: "not_begun", count: 8 },
    { action: "create", outcome: "open", count: 2 },
  ] as const;
  expect(sharesOf({ ...progress, outcomes })).toEqual({ total: 12, done: 2, failed: 1, left: 8 });
  const applied_at = "2026-01-01T10:00:00.000Z";
  expect(tookWords({ applied_at, settled_at: "2026-01-01T10:00:42.000Z" })).toBe("42 s");
  expect(tookWords({ applied_at, settled_at: null })).toBeNull();
  expect(tookWords({ applied_at: null, settled_at: applied_at })).toBeNull();
});

it("says of what waits outside that it is blocked, as its rows do", () => {
  const outcomes = [
    { action: "create", outcome: "succeeded", count: 1 },
    { action: "create", outcome: "open", count: 3 },
    { action: "follow", outcome: "open", count: 2 },
  ] as const;
  expect(outcomeWords(standingOf(outcomes, 4)).join(", ")).toBe("1 created, 4 blocked, 1 to go");
  expect(outcomeWords(standingOf(outcomes, 0)).join(", ")).toBe("1 created, 5 to go");
  // Counted a moment apart.
  expect(outcomeWords(standingOf(outcomes, 9)).join(", ")).toBe("1 created, 5 blocked");
});
