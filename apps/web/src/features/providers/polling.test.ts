import { expect, test } from "vitest";
import { buildInterval, deploymentInterval } from "./polling.ts";

test("deployments are polled only while one is in progress", () => {
  expect(deploymentInterval(["available", "progressing"])).toBe(2000);
  expect(deploymentInterval(["pending"])).toBe(2000);
  expect(deploymentInterval(["available", "failed", null])).toBe(false);
  expect(deploymentInterval([])).toBe(false);
});

test("builds are polled only while one is not finished", () => {
  expect(buildInterval(["success", "building"])).toBe(2000);
  expect(buildInterval(["pending"])).toBe(2000);
  expect(buildInterval(["success", "failed"])).toBe(false);
});
