import { expect, it } from "vitest";
import { makeFacts, makeHistory, makeRequest, makeResource, SPACE } from "../make-facts.ts";
import { disk } from "./disk.ts";

const key = "fs/file/a";
const resource = makeResource({ key, resolvedConfig: { content: "one" } });
const file = { space: SPACE, path: "a", content: "one" };
const found = (facts: Parameters<typeof makeFacts>[0]): number => disk.run(makeFacts(facts)).length;

it("accepts files as they are declared, and finds one that is missing or different", () => {
  expect(found({ resources: [resource], disk: [file] })).toBe(0);
  expect(found({ resources: [resource] })).toBe(1);
  expect(found({ resources: [resource], disk: [{ ...file, content: "two" }] })).toBe(1);
});

it("finds an unknown file, unless it was forgotten", () => {
  expect(found({ disk: [file] })).toBe(1);
  expect(found({ resources: [resource], disk: [file, { ...file, space: "org1" }] })).toBe(1);
  const history = makeHistory(["CREATE ->pending e", "CREATE pending>processing e", "DELETE ready>-"], { key });
  const requests = [makeRequest({ kind: "delete", key, orphan: true })];
  expect(found({ disk: [file], history, requests })).toBe(0);
});
