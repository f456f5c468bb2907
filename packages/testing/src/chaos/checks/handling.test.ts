import { DEFAULT_HANDLING } from "@pragma/contract";
import { expect, it } from "vitest";
import type { ChangedPlace, HandlerFact } from "../facts.ts";
import { KEY, makeFacts, makeHandler, makeHistory, makeRequest, makeResource } from "../make-facts.ts";
import { idOf } from "../operation.ts";
import { handling } from "./handling.ts";

const messages = (facts: Parameters<typeof makeFacts>[0]): string[] =>
  handling.run(makeFacts(facts)).map(({ message }) => message);

const MADE = ["CREATE ->pending event-1", "CREATE pending>processing event-1", "CREATE processing>ready event-1"];

/** A life in which the fourth step changes the handling. */
const handled = (places: readonly ChangedPlace[], ...more: string[]) =>
  makeHistory([...MADE, "METADATA ready>ready", ...more]).map((row, index) =>
    index === 3 ? { ...row, changes: places, correlationId: "request-2" } : row,
  );
const to = (member: string, after: NonNullable<ChangedPlace["after"]>): ChangedPlace[] => [
  { path: `handling.${member}`, after },
];
const check = (beganAt: number): HandlerFact =>
  makeHandler({ method: "read", operationId: idOf(KEY), beganAt, endedAt: beganAt + 1 });

const UPDATE = ["UPDATE ready>pending event-2", "UPDATE pending>processing event-2"];

it("finds what is handed over while it is paused, and accepts it once it is resumed", () => {
  const paused = handled(to("paused", true), ...UPDATE);
  expect(messages({ history: paused })).toMatchObject([expect.stringContaining("while it is paused")]);
  expect(messages({ history: handled(to("paused", false), ...UPDATE) })).toEqual([]);
});

it("accepts the end of what was in hand when it was paused", () => {
  const history = makeHistory([
    ...MADE.slice(0, 2),
    "METADATA processing>processing event-1",
    "CREATE processing>ready event-1",
  ]);
  expect(
    messages({ history: history.map((row, i) => (i === 2 ? { ...row, changes: to("paused", true) } : row)) }),
  ).toEqual([]);
});

it("finds a check of what is paused, but one that had been taken before", () => {
  const history = handled(to("paused", true));
  expect(messages({ history, handlers: [check(5000)] })).toEqual([]);
  expect(messages({ history, handlers: [check(60_000)] })).toMatchObject([expect.stringContaining("was looked at")]);
});

it("finds a write to what is observed, and a deletion of what is kept", () => {
  const update = makeHandler({ method: "update", operationId: "event-2", beganAt: 6500 });
  const observed = handled(to("mode", "observe"), ...UPDATE);
  expect(messages({ history: observed, handlers: [update] })).toMatchObject([
    expect.stringContaining("it is observed"),
  ]);
  expect(messages({ history: observed, handlers: [{ ...update, method: "read" }] })).toEqual([]);
  const kept = handled(to("on_delete", "keep"), "DELETE ready>pending event-2", "DELETE pending>processing event-2");
  expect(messages({ history: kept, handlers: [update] })).toEqual([]);
  expect(messages({ history: kept, handlers: [{ ...update, method: "delete" }] })).toMatchObject([
    expect.stringContaining("it is kept"),
  ]);
});

it("finds a handling that nobody declared, and one that was declared and is not there", () => {
  const requests = [
    makeRequest(
      { kind: "apply", key: KEY, state: "pending", config: {}, handling: { paused: true } },
      { id: "request-2" },
    ),
  ];
  expect(messages({ requests, history: handled(to("paused", true)) })).toEqual([]);
  expect(messages({ requests, history: handled([]) })).toMatchObject([expect.stringContaining("was to handle it as")]);
  const resources = [makeResource({ handling: { ...DEFAULT_HANDLING, paused: true } })];
  expect(messages({ resources, history: handled([]) })).toMatchObject([expect.stringContaining("its history says")]);
});
