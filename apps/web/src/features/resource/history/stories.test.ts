import { describe, expect, it } from "vitest";
import { type HistoryEvent, storiesOf } from "./stories.ts";
import { attemptWords, foundChanges, outcomeWords, phaseWords, storyTitle, waitWords } from "./story-words.ts";

const START = Date.parse("2026-01-01T00:00:00.000Z");
const at = (seconds: number): string => new Date(START + seconds * 1000).toISOString();

/** `TYPE from>to`, one second apart, of an event unless it is given as `TYPE! from>to`. */
function history(...lines: (string | [string, Partial<HistoryEvent>])[]): HistoryEvent[] {
  return lines
    .map((line, index): HistoryEvent => {
      const [text, more] = typeof line === "string" ? [line, {}] : line;
      const [type = "", states = ""] = text.split(" ");
      const [from, to] = states.split(">").map((state) => (state === "-" ? null : state));
      return {
        id: String(index + 1),
        timestamp: at(index),
        event_type: type.replace("!", ""),
        from_state: from as HistoryEvent["from_state"],
        to_state: to as HistoryEvent["to_state"],
        generation: 1,
        changes: [],
        error: null,
        actor: { type: "user", id: "ann", name: "Ann" },
        correlation_id: "request-1",
        event_id: type.endsWith("!") ? null : "event-1",
        change_id: null,
        ...more,
      };
    })
    .reverse();
}

const told = (events: HistoryEvent[]) =>
  storiesOf(events).map((story) => [
    storyTitle(story),
    outcomeWords(story)?.words ?? null,
    story.attempts.map(attemptWords),
  ]);

describe("the stories of a history", () => {
  it("tell a failed creation, its retry and all attempts as one", () => {
    const failed = { error: "down" };
    const events = history(
      "CREATE ->pending",
      "CREATE pending>processing",
      ["CREATE processing>pending", failed],
      "CREATE pending>processing",
      ["CREATE processing>failed", failed],
      "RETRY failed>pending",
      "CREATE pending>processing",
      "CREATE processing>ready",
    );
    expect(told(events)).toEqual([
      [
        "Created",
        "succeeded",
        ["Attempt 1 failed after 1 s", "Attempt 2 failed after 1 s", "Attempt 1 succeeded after 1 s"],
      ],
    ]);
    const [story] = storiesOf(events);
    expect(story).toMatchObject({ id: "1", eventId: "event-1", first: { id: "1" }, last: { id: "8" } });
    expect(story?.attempts.map(({ error }) => error)).toEqual(["down", "down", null]);
    expect(phaseWords(story?.phases ?? [], START)).toBe("waited 1 s, 1 attempt took 1 s");
  });

  it("say where the time went, so far where it goes on", () => {
    const [story] = storiesOf(history("CREATE ->pending", "CREATE pending>processing", "CREATE processing>pending"));
    expect(phaseWords(story?.phases ?? [], START + 12_000)).toBe("waited 1 s, 1 attempt took 1 s, paused 10 s");
    expect(story?.outcome).toBe("waiting");
  });

  it("say how long each attempt waited: since the one before it, or since the story was begun or retried", () => {
    const failed = { error: "down" };
    const events = history(
      ["CREATE ->pending", { timestamp: at(0) }],
      ["CREATE pending>processing", { timestamp: at(0.09) }],
      ["CREATE processing>pending", { timestamp: at(3), ...failed }],
      ["METADATA pending>pending", { timestamp: at(3.2) }],
      ["CREATE pending>processing", { timestamp: at(4.2) }],
      ["CREATE processing>failed", { timestamp: at(5), ...failed }],
      ["RETRY failed>pending", { timestamp: at(3600) }],
      ["CREATE pending>processing", { timestamp: at(3600.5) }],
    );
    const [story] = storiesOf(events);
    expect(story?.attempts.map(({ waited }) => waited)).toEqual([90, 1200, 500]);
    expect(story?.attempts.map(waitWords)).toEqual(["", ", having waited 1.2 s", ", having waited 500 ms"]);
  });

  it("count on when somebody has the next attempt start at once", () => {
    const [story] = storiesOf(
      history(
        "CREATE ->pending",
        "CREATE pending>processing",
        ["CREATE processing>pending", { error: "down" }],
        "RETRY pending>pending",
        "CREATE pending>processing",
        "CREATE processing>ready",
      ),
    );
    expect(story?.attempts.map(({ number, waited }) => [number, waited])).toEqual([
      [1, 1000],
      [2, 2000],
    ]);
    expect(phaseWords(story?.phases ?? [], START)).toBe("waited 1 s, 2 attempts took 2 s, paused 2 s");
  });

  it.each<[string[], string, string | null]>([
    [["CREATE! ->draft"], "Draft saved", null],
    [["UPDATE! ready>draft"], "Change staged", null],
    [["UPDATE draft>pending", "UPDATE pending>processing"], "Draft applied", "running"],
    [["UPDATE ready>pending"], "Updated", "waiting"],
    [["METADATA! ready>ready"], "Tags, protection, owners or handling changed", null],
    [["DISCARD! draft>ready"], "Draft discarded", null],
    [["DELETE ready>pending", "DELETE pending>processing", "DELETE processing>-"], "Deleted", "succeeded"],
    [["CREATE ->pending", "CANCEL pending>failed"], "Created", "cancelled"],
    [["STALE! ready>ready"], "Checked because an input changed", "waiting"],
    [["STALE! ready>ready", "UNCHANGED! ready>ready"], "Checked because an input changed", "nothing to do"],
    [["STALE! ready>ready", "UPDATE ready>pending"], "Updated because an input changed", "waiting"],
    [["RETRY failed>pending"], "Retried", "waiting"],
  ])("call %j %j, %j", (lines, title, outcome) => {
    expect(told(history(...lines)).map(([name, words]) => [name, words])).toEqual([[title, outcome]]);
  });

  it("name the input that changed", () => {
    const changes = [
      { path: "resolved_config.env.URL", before: "a", after: "b", from: ["pragma/config/defaults.outputs.URL"] },
    ];
    const events = history("STALE! ready>ready", ["UPDATE ready>pending", { changes }]);
    expect(told(events).map(([name]) => name)).toEqual(["Updated because pragma/config/defaults changed"]);
  });

  it("keep apart what a person applied while an input had changed", () => {
    const events = history("STALE! ready>ready", ["UPDATE ready>pending", { correlation_id: "request-2" }]);
    expect(told(events).map(([name, words]) => [name, words])).toEqual([
      ["Updated", "waiting"],
      ["Checked because an input changed", "superseded"],
    ]);
  });

  it("end what a later event has taken over, and an attempt that was cancelled or lost", () => {
    const later = { event_id: "event-2" };
    const events = history("CREATE ->pending", "CREATE pending>processing", "CREATE processing>pending", [
      "DELETE pending>pending",
      later,
    ]);
    expect(told(events)).toEqual([
      ["Deleted", "waiting", []],
      ["Created", "superseded", ["Attempt 1 was interrupted after 1 s"]],
    ]);
    expect(told(history("CREATE ->pending", "CREATE pending>processing", "CANCEL processing>failed"))).toEqual([
      ["Created", "cancelled", ["Attempt 1 was cancelled after 1 s"]],
    ]);
  });

  it("have no phase that outlives them", () => {
    const lengths = (events: HistoryEvent[]) =>
      storiesOf(events).map(({ phases }) => phaseWords(phases, START + 3_600_000));
    // Tags of something that waits are changed: nothing waits for that.
    expect(lengths(history("CREATE ->pending", "METADATA! pending>pending"))).toEqual(["", "waited 1 h"]);
    expect(lengths(history("CREATE ->pending", ["UPDATE pending>pending", { event_id: "event-2" }]))).toEqual([
      "waited 59 min 59 s",
      "waited 1 s",
    ]);
    const taken = history("CREATE ->pending", "CREATE pending>processing", [
      "DELETE processing>pending",
      { event_id: "event-2" },
    ]);
    expect(lengths(taken)).toEqual(["waited 59 min 58 s", "waited 1 s, 1 attempt took 1 s"]);
    expect(storiesOf(taken)[1]?.phases.at(-1)?.outcome).toBe("interrupted");
    // Tags that are changed during an attempt do not end it.
    const tagged = history("CREATE ->pending", "CREATE pending>processing", "METADATA processing>processing");
    expect(lengths(tagged)).toEqual(["waited 1 s, 1 attempt took 59 min 59 s"]);
  });

  it.each([
    [[{ path: "tags", before: null, after: ["a"] }], "Tags changed"],
    [[{ path: "handling.paused", before: false, after: true }], "Paused"],
    [[{ path: "handling.paused", before: true, after: false }], "Resumed"],
    [
      [
        { path: "handling.mode", before: "full", after: "observe" },
        { path: "deletion_protected", before: false, after: true },
      ],
      "Protection or handling changed",
    ],
  ])("say what of %j changed", (changes, title) => {
    const [story] = storiesOf(history(["METADATA! ready>ready", { changes }]));
    expect(story && storyTitle(story)).toBe(title);
  });

  it("tell what checks found, of which the title is no change of a value", () => {
    const word = (before: string, after: string) => ({ path: "drift", before, after });
    const value = { path: "config.size", before: 1, after: 2 };
    const stories = storiesOf(
      history(
        ["DRIFT! ready>ready", { changes: [word("in_sync", "drifted"), value] as never }],
        ["DRIFT! ready>ready", { changes: [value] as never }],
        ["DRIFT! ready>ready", { changes: [word("drifted", "missing")] as never }],
        ["DRIFT! ready>ready", { changes: [word("missing", "in_sync")] as never }],
      ),
    );
    expect(stories.map((story) => [storyTitle(story), outcomeWords(story), foundChanges(story)])).toEqual([
      ["In sync again", null, []],
      ["Found missing", null, []],
      ["Other drift found", null, [value]],
      ["Drift found", null, [value]],
    ]);
    expect(stories.every(({ phases, attempts }) => phases.length + attempts.length === 0)).toBe(true);
  });

  it("of a part of the history begin where it begins", () => {
    expect(told(history("CREATE processing>ready", ["METADATA! ready>ready", {}]))).toEqual([
      ["Tags, protection, owners or handling changed", null, []],
      ["Created", "succeeded", []],
    ]);
  });
});
