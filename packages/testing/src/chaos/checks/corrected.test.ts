import { expect, it } from "vitest";
import { KEY, makeFacts, makeHistory, makeRequest } from "../make-facts.ts";
import { corrected } from "./corrected.ts";

const requests = (drift: "correct" | "report") => [
  makeRequest({ kind: "apply", key: KEY, state: "pending", config: {}, handling: { drift } }),
];

function messages(drift: "correct" | "report", ...more: string[]): string[] {
  const history = makeHistory(["CREATE ->pending event-1", ...more]).map((row) =>
    row.type === "UPDATE" ? { ...row, correlationId: row.eventId as string } : row,
  );
  return corrected.run(makeFacts({ history, requests: requests(drift) })).map(({ message }) => message);
}

const CORRECTION = "UPDATE ready>pending event-2";

it("accepts the correction of a finding", () => {
  expect(messages("correct", "DRIFT ready>ready", CORRECTION)).toEqual([]);
});

it("finds a correction that nobody asked for", () => {
  expect(messages("report", "DRIFT ready>ready", CORRECTION)).toMatchObject([expect.stringContaining("though it is")]);
});

it("finds a second correction of the same finding", () => {
  const twice = [CORRECTION, "CREATE pending>failed event-2", "UPDATE failed>pending event-3"];
  expect(messages("correct", "DRIFT ready>ready", ...twice)).toHaveLength(1);
});
