import { expect, it } from "vitest";
import { KEY, makeFacts, makeHandler, makeHistory, makeRequest } from "../make-facts.ts";
import { idOf } from "../operation.ts";
import { inUse } from "./in-use.ts";

const S = "chaos/plain/s";
const using = { space: "org0", text: "${chaos/plain/s.outputs.digest}" };
const remove = (beganAt: number) => makeHandler({ id: idOf(S), method: "delete", operationId: "d", beganAt });
const apply = (id: string, text: string) =>
  makeRequest({ kind: "apply", key: KEY, state: "pending", config: { space: "org0", text } }, { id });

/** Made with S from 3 s on; S is no longer wanted from 4 s on, and no longer used from 6 s on. */
const history = makeHistory([
  "CREATE ->pending e1",
  "CREATE pending>processing e1",
  "CREATE processing>ready e1",
  "UPDATE ready>pending e2",
  "UPDATE pending>processing e2",
  "UPDATE processing>ready e2",
]).map((row) => ({ ...row, generation: row.id < 4 ? 1 : 2, correlationId: row.id < 4 ? "first" : "second" }));
const requests = [apply("first", using.text), apply("second", "free")];
const found = (at: number): number => inUse.run(makeFacts({ history, requests, handlers: [remove(at)] })).length;

it("finds a delete of a resource that another's last success used, wanted or not", () => {
  expect([found(3500), found(4500), found(5500)]).toEqual([1, 1, 1]);
});

it("accepts one before that, one after that, and one with a detach", () => {
  expect([found(2500), found(6500)]).toEqual([0, 0]);
  const detach = makeRequest({ kind: "delete", key: S, dependents: "detach" });
  expect(inUse.run(makeFacts({ history, requests: [...requests, detach], handlers: [remove(3500)] }))).toEqual([]);
});
