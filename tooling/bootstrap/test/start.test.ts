import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { freePort } from "@pragma/testing";
import { temporaryFolder } from "@pragma/testing/temporary-folder";
import { afterEach, beforeEach, expect, test } from "vitest";

const PROGRAM = join(import.meta.dirname, "..", "start.mjs");
/** It writes this one beside the example, whatever folder it is given. */
const SERVER_URL = join(import.meta.dirname, "../../../examples/server-url");
const PATIENCE_MS = 180_000;

let state: string;
let start: ChildProcess | undefined;
let serverUrl: string | null;

beforeEach(async () => {
  serverUrl = await readFile(SERVER_URL, "utf8").catch(() => null);
  state = await temporaryFolder();
});

afterEach(async () => {
  start?.kill("SIGKILL");
  // Of an installation that runs here besides.
  if (serverUrl === null) await rm(SERVER_URL, { force: true });
  else await writeFile(SERVER_URL, serverUrl);
  await rm(state, { recursive: true, force: true });
});

test("npm start ends with all that one needs to go on, and Ctrl-C leaves nothing behind", {
  timeout: PATIENCE_MS,
}, async () => {
  const [api, web, database, userDatabase] = await Promise.all([freePort(), freePort(), freePort(), freePort()]);
  // Other tests run what is built, beside this one.
  start = spawn(process.execPath, [PROGRAM, "--no-build"], {
    env: {
      PATH: process.env["PATH"],
      HOME: process.env["HOME"],
      PRAGMA_STATE_DIR: state,
      PRAGMA_API_PORT: String(api),
      PRAGMA_WEB_PORT: String(web),
      PRAGMA_DATABASE_PORT: String(database),
      PRAGMA_USER_DATABASE_PORT: String(userDatabase),
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = await outputUntil(start, "Ctrl-C stops it.");

  const setUp = new RegExp(`http://localhost:${web}/setup\\?code=\\S+`).exec(output)?.[0];
  expect((await fetch(setUp ?? "")).status).toBe(200);
  const token = (await readFile(join(state, "owner-token"), "utf8")).trim();
  const me = await fetch(`http://localhost:${api}/auth/me`, { headers: { authorization: `Bearer ${token}` } });
  expect(me.status).toBe(200);
  expect((await fetch(`http://localhost:${api}/health/ready`)).status).toBe(200);
  expect(output).not.toContain(token);

  const ended = once(start, "exit");
  start.kill("SIGINT");
  expect(await ended).toEqual([0, null]);
  for (const port of [api, web, database, userDatabase]) expect(await isOpen(port), String(port)).toBe(false);
});

/** @throws Error with what it printed if it ends before */
async function outputUntil({ stdout, stderr }: ChildProcess, wanted: string): Promise<string> {
  let output = "";
  return new Promise((resolve, reject) => {
    for (const stream of [stdout, stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        output += text;
        if (output.includes(wanted)) resolve(output);
      });
      stream?.on("close", () => reject(new Error(`it ended:\n${output}`)));
    }
  });
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const open = await Promise.race([
    once(socket, "connect").then(() => true),
    once(socket, "error").then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return open;
}
