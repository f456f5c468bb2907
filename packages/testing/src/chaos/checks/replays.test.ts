import { expect, it } from "vitest";
import { KEY, makeFacts, makeHistory, makeRequest } from "../make-facts.ts";
import { replays } from "./replays.ts";

const apply = { kind: "apply", key: KEY, state: "pending", config: { a: 1 }, idempotencyKey: "k" } as const;
const first = makeRequest(apply, { id: "first", answer: { generation: 1 } });
const second = { ...first, id: "second" };
const by = (id: string, step: string) => makeHistory([step], { correlationId: id });

it("accepts one effect and one answer", () => {
  const history = [...by("first", "CREATE ->pending e"), ...by("first", "CREATE pending>processing e")];
  expect(replays.run(makeFacts({ requests: [first, second], history }))).toEqual([]);
  const running = { ...second, status: 409, answer: { type: "urn:pragma:error:idempotency_in_progress" } };
  expect(replays.run(makeFacts({ requests: [first, running], history }))).toEqual([]);
});

it("finds two effects, and two answers", () => {
  const history = [...by("first", "CREATE ->pending e"), ...by("second", "UPDATE ready>pending f")];
  expect(replays.run(makeFacts({ requests: [first, second], history }))).toHaveLength(1);
  const other = { ...second, answer: { generation: 2 } };
  expect(replays.run(makeFacts({ requests: [first, other] }))).toHaveLength(1);
});
