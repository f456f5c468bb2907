import { expect, test } from "vitest";
import { buildInterval, deploymentInterval } from "./polling.ts";

test("deployments are read again only while one is under way", () => {
  expect(deploymentInterval(["available", "progressing"])).toBe(2000);
  expect(deploymentInterval(["pending"])).toBe(2000);
  expect(deploymentInterval(["available", "failed", null])).toBe(false);
  expect(deploymentInterval([])).toBe(false);
});

test("builds are read again only while one is not finished", () => {
  expect(buildInterval(["success", "building"])).toBe(2000);
  expect(buildInterval(["pending"])).toBe(2000);
  expect(buildInterval(["success", "failed"])).toBe(false);
});
