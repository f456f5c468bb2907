import { expect, it } from "vitest";
import { makeFacts, makeHandler, makeHistory, makeObject, makeResource, SPACE } from "../make-facts.ts";
import { idOf } from "../operation.ts";
import { leftVolumes } from "./left-volumes.ts";

const KEY = "chaos/volume/a";
const id = idOf(KEY);
const object = makeObject({ id: "volume:t1" });
const made = makeHandler({ id, config: { title: "t1" }, outputs: { serial: "s0" } });
const history = makeHistory(["CREATE ->pending event-1", "CREATE pending>processing event-1", "DELETE ready>-"], {
  key: KEY,
});

it("finds a volume whose resource is gone", () => {
  const facts = makeFacts({ handlers: [made], objects: [object], history });
  expect(leftVolumes(facts.objects, facts)).toEqual([{ space: SPACE, key: KEY, serial: "s0" }]);
});

it("knows those of resources, and those that somebody made", () => {
  const resources = [makeResource({ key: KEY, outputs: { serial: "s0" } })];
  const facts = makeFacts({ handlers: [made], objects: [object], resources });
  expect(leftVolumes(facts.objects, facts)).toEqual([]);
  expect(leftVolumes([makeObject({ id: "volume:t1", madeBy: "hands" })], makeFacts())).toEqual([]);
});

it("excuses what a failed attempt made before another title was declared", () => {
  const later = makeHandler({ number: 1, id, config: { title: "t2" } });
  const handlers = [{ ...made, end: "threw" as const, outputs: null }, later];
  const facts = makeFacts({ handlers, objects: [object], resources: [makeResource({ key: KEY })] });
  expect(leftVolumes(facts.objects, facts)).toEqual([]);
});
