import { spawn } from "node:child_process";
import { once } from "node:events";
import { readlinkSync } from "node:fs";
import { expect, it } from "vitest";
import { isRunning } from "./is-running.ts";

const namespaces = process.platform === "linux" ? [readlinkSync("/proc/self/ns/pid"), ""] : [""];

it.each(namespaces)("tells a process that runs from one that has ended: %s", async (namespace) => {
  const child = spawn("sleep", ["600"]);
  expect(isRunning(`${namespace} ${child.pid}`)).toBe(true);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(isRunning(`${namespace} ${child.pid}`)).toBe(false);
});

it.runIf(process.platform === "linux")("takes an id for one of its namespace alone", () => {
  expect(isRunning(`pid:[1] ${process.pid}`)).toBe(false);
});
