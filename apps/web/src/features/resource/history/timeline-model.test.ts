import { describe, expect, it } from "vitest";
import { type HistoryEvent, type Story, storiesOf } from "./stories.ts";
import { type Neighbour, type Timeline, timelineOf } from "./timeline-model.ts";

const START = Date.parse("2026-01-01T00:00:00.000Z");
const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

/** `seconds TYPE from>to` */
function read(line: string) {
  const [seconds = "", event_type = "", states = ""] = line.split(" ");
  const [from_state, to_state] = states.split(">").map((state) => (state === "-" ? null : state));
  const error = to_state === "failed" || (from_state === "processing" && to_state === "pending") ? "down" : null;
  return { id: seconds, timestamp: at(Number(seconds)), event_type, from_state, to_state, error, event_id: "e" };
}

const story = (...lines: string[]): Story => {
  const more = { generation: 1, changes: [], actor: { type: "system" }, correlation_id: "r", change_id: null };
  const [only] = storiesOf(lines.map((line) => ({ ...read(line), ...more })).reverse() as unknown as HistoryEvent[]);
  return only as Story;
};

const neighbour = (relation: Neighbour["relation"], key: string, ...lines: string[]): Neighbour => {
  const events = lines.map((line) => ({ ...read(line), caused: true })) as Neighbour["events"];
  return { key, relation, events, truncated: false };
};

/** `key: kind from-to`, in seconds. */
const told = ({ lanes }: Timeline): string[] =>
  lines(lanes.map(({ key, segments }) => [key, segments.map(wordsOf).join(", ")]));
const lines = (pairs: string[][]): string[] => pairs.map((pair) => pair.join(": "));
const wordsOf = ({ kind, from, to, outcome, awaited }: Timeline["lanes"][number]["segments"][number]): string => {
  const seconds = (time: number | null): string => (time === null ? "" : String((time - START) / 1000));
  return [`${kind} ${seconds(from)}-${seconds(to)}`, outcome, awaited && `for ${awaited}`].filter(Boolean).join(" ");
};

describe("the timeline of a story", () => {
  it("tells the queue, attempts with their outcomes and pauses", () => {
    const own = story(
      "0 CREATE ->pending",
      "1 CREATE pending>processing",
      "3 CREATE processing>pending",
      "4 CREATE pending>processing",
      "9 CREATE processing>ready",
    );
    const timeline = timelineOf("a", own, []);
    expect(told(timeline)).toEqual(["a: queued 0-1, attempt 1-3 failed, pause 3-4, attempt 4-9 succeeded"]);
    expect([timeline.start, timeline.end]).toEqual([START, START + 9000]);
  });

  it("tells what was waited for until the last of it was ready, and the queue after it", () => {
    const own = story("0 CREATE ->pending", "6 CREATE pending>processing", "7 CREATE processing>ready");
    const timeline = timelineOf("a", own, [
      neighbour("dependency", "early", "-9 CREATE ->pending", "2 CREATE pending>ready"),
      neighbour("dependency", "late", "0 CREATE ->pending", "1 CREATE pending>processing", "5 CREATE processing>ready"),
      neighbour("dependency", "ready", "-9 CREATE processing>ready"),
    ]);
    expect(told(timeline)).toEqual([
      "early: waiting 0-2",
      "late: waiting 0-1, attempt 1-5 succeeded",
      "a: waiting 0-5 for late, queued 5-6, attempt 6-7 succeeded",
    ]);
  });

  it("goes on as long as a bar does, and waits for what has failed", () => {
    const own = story("0 CREATE ->pending");
    const timeline = timelineOf("a", own, [neighbour("dependency", "broken", "-5 CREATE processing>failed")]);
    expect(told(timeline)).toEqual(["broken: ", "a: waiting 0- for broken"]);
    expect(timeline.end).toBeNull();
  });

  it("tells what followed in dependents, in the order of their beginnings", () => {
    const own = story("0 UPDATE ready>pending", "1 UPDATE pending>processing", "2 UPDATE processing>ready");
    const timeline = timelineOf("a", own, [
      neighbour("dependent", "second", "4 STALE ready>ready", "5 UPDATE ready>processing", "7 UPDATE processing>ready"),
      neighbour("dependent", "first", "2 STALE ready>ready", "3 UNCHANGED ready>ready"),
    ]);
    expect(told(timeline)).toEqual([
      "a: queued 0-1, attempt 1-2 succeeded",
      "first: waiting 2-3",
      "second: waiting 4-5, attempt 5-7 succeeded",
    ]);
    expect(timeline.end).toBe(START + 7000);
  });

  it("keeps to what happened in its time, and to so many neighbours", () => {
    const own = story("0 CREATE ->pending", "1 CREATE pending>processing", "2 CREATE processing>ready");
    const many = Array.from({ length: 10 }, (_, index) =>
      neighbour("dependency", `d${index}`, "-3 CREATE ->processing", "1 CREATE processing>ready"),
    );
    const timeline = timelineOf("a", own, many);
    expect(told(timeline)).toHaveLength(9);
    expect(told(timeline)[0]).toBe("d0: attempt 0-1 succeeded");
    expect(timeline.hidden).toBe(2);
  });

  it("ends what somebody else went on with, and what is not known to its end", () => {
    const own = story("0 CREATE ->pending", "1 CREATE pending>processing", "2 CREATE processing>ready");
    const taken = neighbour("dependent", "taken", "2 STALE pending>pending", "3 CREATE pending>processing");
    const [mark, hand] = taken.events;
    const cut = neighbour("dependent", "cut", "4 UPDATE ready>pending", "6 UPDATE pending>processing");
    const timeline = timelineOf("a", own, [
      { ...taken, events: [mark, { ...hand, caused: false }] as Neighbour["events"] },
      { ...cut, truncated: true },
    ]);
    expect(told(timeline).slice(1)).toEqual(["taken: waiting 2-3", "cut: waiting 4-6, attempt 6-6 running"]);
    expect(timeline.end).toBe(START + 6000);
  });

  it("waits for what does not exist", () => {
    const timeline = timelineOf("a", story("0 CREATE ->pending"), [neighbour("dependency", "absent")]);
    expect(told(timeline)).toEqual(["absent: ", "a: waiting 0- for absent"]);
  });

  it("begins anew with a retry", () => {
    const own = story(
      "0 CREATE ->pending",
      "1 CREATE pending>processing",
      "2 CREATE processing>failed",
      "10 RETRY failed>pending",
      "11 CREATE pending>processing",
    );
    expect(told(timelineOf("a", own, []))).toEqual([
      "a: queued 0-1, attempt 1-2 failed, queued 10-11, attempt 11- running",
    ]);
  });
});
