import { describe, expect, it } from "vitest";
import { type AttentionFacts, attentionItems, unnamedOverdue } from "./attention-items.ts";

type Attention = NonNullable<AttentionFacts["attention"]>;
type Overdue = Attention["overdue"][number];

const SINCE = "2026-11-28T10:00:00.000Z";

const overdue = (more: Partial<Overdue> = {}): Overdue => ({
  id: "resource:a_b_c",
  key: "a/b/c",
  lifecycle_state: "processing",
  standing: "processing",
  attempt: 1,
  error: null,
  waits_for: null,
  since: SINCE,
  ...more,
});
const attention = (more: Partial<Attention> = {}): Attention => ({
  overdue: [],
  overdue_total: 0,
  findings: [],
  providers: [],
  ...more,
});
const wordsOf = (facts: AttentionFacts): string[] =>
  attentionItems(facts).map(({ title, text }) => `${title} | ${text}`);

it("is empty while nothing is known, and if nothing is wrong", () => {
  expect(attentionItems({})).toEqual([]);
  expect(attentionItems({ failures: [], attention: attention(), changes: [] })).toEqual([]);
});

it("names failures first, then providers, what was changed outside and what takes long, and changes that run last", () => {
  const kinds = attentionItems({
    failures: [{ kind: "f".repeat(32), example: "refused", count: 1200, last_failed_at: SINCE }] as never,
    attention: attention({
      overdue: [overdue()],
      overdue_total: 1,
      findings: [
        { found: "missing", count: 1, example: "a/b/c" },
        { found: "drifted", count: 1201, example: "a/b/d" },
      ],
      providers: [{ provider: "notes", problem: "unhealthy", message: "It ended with 1", since: SINCE }],
    }),
    changes: ["Bigger disks", "Smaller disks"].map((message, index) => {
      return { id: String(index + 1), message, applied_at: null, created_at: SINCE };
    }) as never,
    blocked: new Set(["2"]),
  });
  expect(kinds.map(({ kind, title, text, href }) => [kind, title, text, href])).toEqual([
    ["failure", "1,200 failed", "refused", `/failures?kind=${"f".repeat(32)}`],
    ["provider", "Provider unhealthy", "notes: It ended with 1", "/providers/notes"],
    ["drift", "1 missing", "a/b/c: deleted outside Pragma", "/resources?drift=missing"],
    ["drift", "1,201 drifted", "a/b/d and 1,200 more: changed outside Pragma", "/resources?drift=drifted"],
    ["overdue", "Slow", "a/b/c: its provider is working on it, attempt 1", "/resources/view/a/b/c"],
    ["change", "Change is running", "Bigger disks", "/changes/1"],
    ["change", "Change is blocked", "Smaller disks", "/changes/2"],
  ]);
});

it("names failed resources whose failures were deleted, once it is known that there are none", () => {
  expect(wordsOf({ failures: [], failed: 1 })).toEqual(["1 failed | a resource whose failure was deleted"]);
  expect(wordsOf({ failed: 1 })).toEqual([]);
});

describe("what takes long", () => {
  it.each<[Partial<Overdue>, string]>([
    [{ standing: "queued", attempt: 0 }, "Queued | a/b/c: no worker has taken it yet"],
    [{ standing: "queued", attempt: 2 }, "Queued | a/b/c: its next attempt is due"],
    [{ standing: "retrying", attempt: 3 }, "Retrying | a/b/c: attempt 3 failed"],
    [{ standing: "retrying", attempt: 3, error: "refused" }, "Retrying | a/b/c: attempt 3 failed: refused"],
    [
      { standing: "waiting", waits_for: { key: "a/b/d", lifecycle_state: "failed" } },
      "Stuck | a/b/c: waits for a/b/d (failed)",
    ],
    [
      { standing: "waiting", waits_for: { key: "a/b/d", lifecycle_state: null } },
      "Stuck | a/b/c: waits for a/b/d (absent)",
    ],
    [{ standing: "waiting" }, "Stuck | a/b/c: waits for other resources"],
  ])("%o", (more, words) => {
    expect(wordsOf({ attention: attention({ overdue: [overdue(more)], overdue_total: 1 }) })).toEqual([words]);
  });

  it("is counted as far as it is not named", () => {
    expect(unnamedOverdue(undefined)).toBe(0);
    expect(unnamedOverdue(attention({ overdue: [overdue()], overdue_total: 1 }))).toBe(0);
    expect(unnamedOverdue(attention({ overdue: [overdue()], overdue_total: 31 }))).toBe(30);
  });
});

it.each([
  [{ problem: "not_deployed", message: "exit 2" } as const, "Deployment failed | notes: exit 2"],
  [{ problem: "unserved", message: "notes/note" } as const, "No worker | notes: no running worker serves notes/note"],
  [{ problem: "unhealthy", message: null } as const, "Provider unhealthy | notes"],
])("a provider: %o", (problem, words) => {
  const providers = [{ provider: "notes", since: SINCE, ...problem }];
  expect(wordsOf({ attention: attention({ providers }) })).toEqual([words]);
});
