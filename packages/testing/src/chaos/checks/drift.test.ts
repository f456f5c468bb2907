import { DEFAULT_HANDLING } from "@pragma/contract";
import { expect, it } from "vitest";
import type { ObjectFact, StoredResource } from "../facts.ts";
import { makeFacts, makeHandler, makeHistory, makeObject, makeResource } from "../make-facts.ts";
import { drift } from "./drift.ts";

const history = makeHistory([
  ...["CREATE ->pending event-1", "CREATE pending>processing event-1", "CREATE processing>ready event-1"],
]);
const OUTPUTS = { text: "one", serial: "s0", revision: 1, release: "one", digest: "4df94f9f66ff" };

function messages(resource: Partial<StoredResource>, object: Partial<ObjectFact> | null): string[] {
  const resources = [makeResource({ outputs: OUTPUTS, ...resource })];
  const objects = object ? [makeObject(object)] : [];
  return drift.run(makeFacts({ history, handlers: [makeHandler()], resources, objects })).map(({ message }) => message);
}

const altered = { content: { space: "org0", text: "two" } };
const handling = (more: Partial<StoredResource["handling"]>) => ({ handling: { ...DEFAULT_HANDLING, ...more } });

it("accepts the word that the world outside comes to", () => {
  expect(messages({}, {})).toEqual([]);
  expect(messages({ drift: "drifted" }, altered)).toEqual([]);
  expect(messages({ drift: "missing" }, null)).toEqual([]);
});

it("finds drift that was not found, and a finding that stands for what is the same", () => {
  expect(messages({}, altered)).toHaveLength(1);
  expect(messages({}, null)).toHaveLength(1);
  expect(messages({ drift: "drifted" }, {})).toHaveLength(1);
  expect(messages({ drift: "missing" }, {})).toHaveLength(1);
  expect(messages({}, { revision: 2 })).toHaveLength(1);
});

it("does not count what is ignored, nor the outputs that follow from it", () => {
  expect(messages(handling({ ignore: ["text"] }), altered)).toEqual([]);
  expect(messages({ ...handling({ ignore: ["text"] }), drift: "drifted" }, altered)).toHaveLength(1);
});

it("finds what was to be corrected and was not, unless it was tried", () => {
  expect(messages({ ...handling({ drift: "correct" }), drift: "drifted" }, altered)).toHaveLength(1);
  expect(messages({ ...handling({ drift: "correct" }), drift: "drifted", state: "failed" }, altered)).toEqual([]);
});

it("says nothing of what is not checked", () => {
  expect(messages(handling({ paused: true }), altered)).toEqual([]);
  expect(messages({ state: "pending" }, altered)).toEqual([]);
});
