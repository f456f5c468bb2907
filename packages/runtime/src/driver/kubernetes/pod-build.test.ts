import { expect, test } from "vitest";
import { BUILD_LIMITS } from "../../build-contract/build-limits.ts";
import { BuildLog } from "../../build-contract/build-log.ts";
import type { ProviderProcessEvents } from "../driver.ts";
import { makeInPod } from "./pod-build.ts";

/** A build whose Pod says these lines, and ends when it is killed or has said them. */
async function buildThatSays(...lines: string[]) {
  let log = "";
  let isKilled = false;
  const say = (events: ProviderProcessEvents) => {
    for (const line of lines) if (!isKilled) events.onLongLine?.(Buffer.from(line));
    events.onExit({ reason: isKilled ? "was stopped" : "exited with code 0", output: "" });
  };
  const made = makeInPod(
    (_build, events) => {
      setImmediate(() => say(events));
      const kill = () => {
        isKilled = true;
      };
      return { send: () => {}, unread: 0, pause: () => {}, kill };
    },
    {
      archive: (async function* () {})(),
      providerId: "demo",
      registry: { url: "http://127.0.0.1:9/", certificates: null },
      limits: { ...BUILD_LIMITS, logCharacters: 100 },
      log: new BuildLog(100, (text) => {
        log += text;
      }),
      signal: new AbortController().signal,
      timeLeft: () => 60_000,
    },
  );
  return { end: await made.then(String, ({ message }: Error) => message), log };
}

test("what a build says in a Pod is a few texts, however long: a line of more is not read", async () => {
  const numbers = `{"type":"log","text":"x","more":[${"1,".repeat(100)}1]}`;
  expect(await buildThatSays(numbers)).toEqual({ end: "The build was stopped: ", log: "" });
});

test("a log has the length that it may have, before it is cut into lines", async () => {
  const text = `${"\n".repeat(90)}read\n${" ".repeat(10)}not read\n`;
  expect(await buildThatSays(JSON.stringify({ type: "log", text }))).toMatchObject({ log: "read\n" });
});
