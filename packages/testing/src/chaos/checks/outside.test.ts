import { DEFAULT_HANDLING, type Handling } from "@pragma/contract";
import { expect, it } from "vitest";
import { KEY, makeFacts, makeHistory, makeObject, makeRequest, makeResource } from "../make-facts.ts";
import { outside } from "./outside.ts";

const messages = (facts: Parameters<typeof makeFacts>[0]): string[] =>
  outside.run(makeFacts(facts)).map(({ message }) => message);

it("accepts objects as they are declared", () => {
  expect(messages({ resources: [makeResource()], objects: [makeObject()] })).toEqual([]);
  expect(messages({ objects: [makeObject({ removedBy: 3 })] })).toEqual([]);
});

it("finds an object that is missing, different, or another one", () => {
  expect(messages({ resources: [makeResource()] })).toHaveLength(1);
  const other = makeObject({ content: { space: "org0", text: "two" } });
  expect(messages({ resources: [makeResource()], objects: [other] })).toHaveLength(1);
  expect(messages({ resources: [makeResource()], objects: [makeObject({ serial: "s9" })] })).toHaveLength(1);
  expect(messages({ resources: [makeResource()], objects: [makeObject({ revision: 2 })] })).toHaveLength(1);
});

it("finds an unknown object, even one of another organization", () => {
  expect(messages({ objects: [makeObject()] })).toHaveLength(1);
  expect(
    messages({ resources: [makeResource()], objects: [makeObject(), makeObject({ space: "org1" })] }),
  ).toHaveLength(1);
});

it("lets the object of a forgotten resource stay, unless the resource was deleted later", () => {
  const lived = ["CREATE ->pending event-1", "CREATE pending>processing event-1", "DELETE ready>-"];
  const requests = [makeRequest({ kind: "delete", key: KEY, orphan: true })];
  const objects = [makeObject()];
  const history = makeHistory(lived);
  expect(messages({ objects, requests, history })).toEqual([]);
  const again = makeHistory(lived, { correlationId: "request-2" }).map((row) => ({ ...row, id: row.id + 10 }));
  expect(messages({ objects, requests, history: [...history, ...again] })).toHaveLength(1);
});

it("leaves alone what was changed, removed or made by hand, what is ignored, and what is only observed", () => {
  const altered = makeObject({ content: { space: "org0", text: "two" }, writtenBy: "hands" });
  expect(messages({ resources: [makeResource()], objects: [altered] })).toEqual([]);
  expect(messages({ resources: [makeResource()], objects: [makeObject({ removedBy: "hands" })] })).toEqual([]);
  expect(messages({ objects: [makeObject({ madeBy: "hands", writtenBy: "hands" })] })).toEqual([]);
  const other = { ...altered, writtenBy: 0 };
  const handled = (handling: Partial<Handling>) => makeResource({ handling: { ...DEFAULT_HANDLING, ...handling } });
  expect(messages({ resources: [handled({ ignore: ["text"] })], objects: [other] })).toEqual([]);
  expect(messages({ resources: [handled({ mode: "observe" })], objects: [other] })).toEqual([]);
  expect(messages({ resources: [handled({ ignore: ["inputs"] })], objects: [other] })).toHaveLength(1);
});
