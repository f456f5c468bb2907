import { QUEUES } from "@pragma/jobs";
import { expect, it } from "vitest";
import { parseQueues } from "./queues.ts";

it("queues are all by default, or those that are named", () => {
  expect(parseQueues("")).toEqual(QUEUES);
  expect(parseQueues("builds, resources")).toEqual(["resources", "builds"]);
  expect(() => parseQueues("resources,mail")).toThrow('"mail" must be one of resources, questions, builds, upkeep');
});
