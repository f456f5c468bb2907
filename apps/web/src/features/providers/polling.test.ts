import { expect, test } from "vitest";
import { buildInterval, deploymentInterval, providersInterval } from "./polling.ts";

test("deployments are polled only while one is in progress", () => {
  expect(deploymentInterval(["available", "progressing"])).toBe(2000);
  expect(deploymentInterval(["pending"])).toBe(2000);
  expect(deploymentInterval(["available", "failed", null])).toBe(false);
  expect(deploymentInterval([])).toBe(false);
});

test("providers are looked at now and then, and more often while one is being deployed", () => {
  expect(providersInterval([{ deployment_status: "available" }, { deployment_status: null }])).toBe(10_000);
  expect(providersInterval([{ deployment_status: "available" }, { deployment_status: "pending" }])).toBe(2000);
});

test("builds are polled only while one is not finished", () => {
  expect(buildInterval(["success", "building"])).toBe(2000);
  expect(buildInterval(["pending"])).toBe(2000);
  expect(buildInterval(["success", "failed"])).toBe(false);
});
