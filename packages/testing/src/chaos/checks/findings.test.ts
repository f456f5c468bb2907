import { expect, it } from "vitest";
import type { ChangedPlace } from "../facts.ts";
import { makeFacts, makeHistory } from "../make-facts.ts";
import { findings } from "./findings.ts";

const WORD: ChangedPlace = { path: "drift", before: "in_sync", after: "drifted" };
const place = (after: string): ChangedPlace => ({ path: "config.text", before: "one", after });

/** Steps, with what those of checks tell. */
function messages(steps: readonly string[], ...told: (readonly ChangedPlace[])[]): string[] {
  const history = makeHistory(steps).map((row) =>
    row.type === "DRIFT" ? { ...row, changes: told.shift() ?? [] } : row,
  );
  return findings.run(makeFacts({ history })).map(({ message }) => message);
}

it("accepts what differs from the finding before", () => {
  expect(messages(["DRIFT ready>ready", "DRIFT ready>ready"], [WORD, place("two")], [place("three")])).toEqual([]);
});

it("finds a finding that is told again", () => {
  expect(messages(["DRIFT ready>ready", "DRIFT ready>ready"], [WORD, place("two")], [place("two")])).toHaveLength(1);
});

it("accepts the same finding after a success, which ends the one before", () => {
  const steps = ["DRIFT ready>ready", "UPDATE processing>ready event-2", "DRIFT ready>ready"];
  expect(messages(steps, [WORD, place("two")], [place("two")])).toEqual([]);
});

it("finds a finding that changes the state", () => {
  expect(messages(["DRIFT ready>failed"], [WORD])).toHaveLength(1);
});
