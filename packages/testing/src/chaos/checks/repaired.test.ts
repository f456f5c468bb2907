import { expect, it } from "vitest";
import { makeFacts, makeHandler, makeHistory, makeRequest, makeResource, SPACE } from "../make-facts.ts";
import { idOf } from "../operation.ts";
import { repaired } from "./repaired.ts";

const VOLUME = "chaos/volume/a";
const USER = "chaos/object/b";
const config = { space: SPACE, text: "b", inputs: { in0: `\${${VOLUME}.outputs.serial}` } };
const user = makeResource({ key: USER, config });
const history = [
  ...makeHistory(
    [
      "UPDATE ->pending event-2",
      "UPDATE pending>processing event-2",
      "DELETE processing>pending event-2",
      "CREATE pending>processing event-2",
      "CREATE processing>ready event-2",
    ],
    { key: VOLUME, at: 5000 },
  ),
  ...makeHistory(["CREATE ->pending event-3", "CREATE pending>processing event-3", "CREATE processing>ready event-3"], {
    ...{ key: USER, correlationId: "request-2" },
  }),
];
const requests = [makeRequest({ kind: "apply", key: USER, state: "pending", config }, { id: "request-2" })];
const run = (beganAt: number) =>
  makeHandler({ id: idOf(USER), method: "update", operationId: "event-4", beganAt, endedAt: beganAt + 100 });

it("finds a dependent that did not run after the replacement", () => {
  const facts = makeFacts({ history, requests, resources: [user], handlers: [run(4000)] });
  expect(repaired.run(facts)).toMatchObject([{ key: USER }]);
});

it("knows one that did, and one that waits for somebody", () => {
  expect(repaired.run(makeFacts({ history, requests, resources: [user], handlers: [run(6000)] }))).toEqual([]);
  const failed = { ...user, state: "failed" as const };
  expect(repaired.run(makeFacts({ history, requests, resources: [failed] }))).toEqual([]);
});
