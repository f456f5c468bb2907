import { expect, it } from "vitest";
import { KEY, makeFacts, makeHandler, makeHistory, makeRequest } from "../make-facts.ts";
import { previous } from "./previous.ts";

const configOf = (text: string) => ({ space: "org0", text });
const [one, two, three] = [configOf("one"), configOf("two"), configOf("three")];
const history = makeHistory([
  "CREATE ->pending event-1",
  "CREATE pending>processing event-1",
  "CREATE processing>ready event-1",
  "UPDATE ready>pending event-2",
  "UPDATE pending>processing event-2",
  "CANCEL processing>failed event-2",
  "UPDATE failed>pending event-3",
  "UPDATE pending>processing event-3",
]);
const handler = (number: number, config = one, told: typeof one | null = null) =>
  makeHandler({
    number,
    method: number === 0 ? "create" : "update",
    operationId: `event-${number + 1}`,
    config,
    previous: told,
  });

it("accepts the config of the last success, whatever was tried since", () => {
  const handlers = [handler(0), handler(1, two, one), handler(2, three, one)];
  expect(previous.run(makeFacts({ history, handlers }))).toEqual([]);
});

it("finds one that did not succeed, or is older", () => {
  const handlers = [handler(0), handler(1, two, one), handler(2, three, two)];
  expect(previous.run(makeFacts({ history, handlers }))).toHaveLength(1);
});

it("accepts what was found, where that is accepted", () => {
  const handlers = [handler(0), handler(1, two, three)];
  const choose = (choice: "accept" | "revert") =>
    makeRequest({ kind: "change", documents: [], drift: [{ key: KEY, choice }], apply: true });
  expect(previous.run(makeFacts({ history, handlers, requests: [choose("accept")] }))).toEqual([]);
  expect(previous.run(makeFacts({ history, handlers, requests: [choose("revert")] }))).toHaveLength(1);
});
