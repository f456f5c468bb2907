import { expect, it } from "vitest";
import { runsOn, type TimedAction, timelineOf } from "./timeline-model.ts";

const BEGIN = Date.parse("2026-01-01T10:00:00.000Z");
const at = (ms: number): string => new Date(BEGIN + ms).toISOString();

function action(key: string, state: TimedAction["state"], from: number | null, to: number | null): TimedAction {
  return {
    ...{
      id: key,
      resource: `resource:${key}`,
      key,
      action: "update",
      state,
      wave: 0,
      attempts: 1,
      notBegun: false,
      canBeRetried: false,
    },
    startedAt: from === null ? null : at(from),
    settledAt: to === null ? null : at(to),
  };
}
const of = (actions: TimedAction[], settledAt: number | null, now: number) =>
  timelineOf(actions, { appliedAt: at(0), settledAt: settledAt === null ? null : at(settledAt), now: BEGIN + now });

it("puts what has begun on one axis, in the order of its beginning", () => {
  const actions = [action("late", "succeeded", 5000, 10_000), action("early", "failed", 0, 2000)];
  const { length, bars, waiting, longest, marks } = of(actions, 10_000, 99_000);
  expect(length).toBe(10_000);
  expect(bars.map(({ action: { key }, from, to, after, took }) => [key, from, to, after, took])).toEqual([
    ["early", 0, 0.2, 0, 2000],
    ["late", 0.5, 1, 5000, 5000],
  ]);
  expect({ waiting, longest: longest?.action.key }).toEqual({ waiting: 0, longest: "late" });
  expect(marks).toEqual([0, 2000, 4000, 6000, 8000, 10_000]);
});

it("goes on to now while the change runs, and counts what has not begun", () => {
  const { length, bars, waiting } = of(
    [action("a", "running", 1000, null), action("b", "waiting", null, null)],
    null,
    4000,
  );
  expect({ length, waiting }).toEqual({ length: 4000, waiting: 1 });
  expect(bars).toMatchObject([{ from: 0.25, to: 1, took: 3000 }]);
});

it("goes on between attempts, and leaves out what nobody has taken yet", () => {
  const between = action("a", "waiting", 1000, null);
  const queued = { ...action("b", "waiting", 2000, null), attempts: 0 };
  const { bars, waiting } = of([between, queued], null, 4000);
  expect(bars).toMatchObject([{ action: { key: "a" }, from: 0.25, to: 1 }]);
  expect(waiting).toBe(1);
});

it("shows what no provider was at as a moment, and never divides by nothing", () => {
  const { lasted, length, bars, longest } = of([action("config", "succeeded", null, 0)], 0, 0);
  expect({ lasted, length, longest }).toEqual({ lasted: 0, length: 1000, longest: null });
  expect(bars).toMatchObject([{ from: 0, to: 0, took: 0 }]);
});

it("leaves out what had not begun when the change was ended", () => {
  const { bars, waiting } = of([{ ...action("a", "failed", null, 5000), notBegun: true }], 5000, 5000);
  expect({ bars, waiting }).toEqual({ bars: [], waiting: 1 });
});

it("leaves out what others took over before it had begun", () => {
  const { bars, waiting } = of([action("a", "superseded", null, 5000), action("b", "superseded", 0, 5000)], 5000, 5000);
  expect(bars.map(({ action: { key } }) => key)).toEqual(["b"]);
  expect(waiting).toBe(1);
});

it("is drawn of 5,000", () => {
  const many = Array.from({ length: 5000 }, (_, index) => action(`a${index}`, "succeeded", index, index + 10));
  expect(of(many, 6000, 6000).bars).toHaveLength(5000);
});

it.each([
  ["milliseconds", 1000, [0, 200, 400, 600, 800, 1000]],
  ["seconds", 42_000, [0, 10_000, 20_000, 30_000, 40_000]],
  ["minutes", 200_000, [0, 60_000, 120_000, 180_000]],
  ["hours", 2.2 * 3_600_000, [0, 1_800_000, 3_600_000, 5_400_000, 7_200_000]],
  ["days", 3 * 86_400_000, [0, 86_400_000, 172_800_000, 259_200_000]],
  ["weeks", 30 * 86_400_000, [0, 10 * 86_400_000, 20 * 86_400_000, 30 * 86_400_000]],
])("has marks at round %s", (_, length, marks) => {
  expect(of([action("a", "succeeded", 0, length)], length, length).marks).toEqual(marks);
});

it("knows what still runs of a change that was stopped", () => {
  const stopped = { ended_at: at(5000) };
  expect(runsOn(stopped, [action("a", "running", 1000, null)])).toBe(true);
  expect(runsOn(stopped, [action("a", "succeeded", 1000, 6000), action("retried", "running", 9000, null)])).toBe(false);
  expect(runsOn({ ended_at: null }, [action("a", "running", 1000, null)])).toBe(false);
});
