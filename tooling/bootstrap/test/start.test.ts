import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { useStart } from "./support/use-start.ts";

const PATIENCE_MS = 180_000;

const start = useStart();

test("npm start ends with all that one needs to go on, and Ctrl-C leaves nothing behind", {
  timeout: PATIENCE_MS,
}, async () => {
  // Other tests run what is built, beside this one.
  const { child, state, ports } = await start("--no-build");
  const { api, web } = ports;
  const output = await child.outputUntil("Ctrl-C stops it.");

  const setUp = new RegExp(`http://localhost:${web}/setup\\?code=\\S+`).exec(output)?.[0];
  expect((await fetch(setUp ?? "")).status).toBe(200);
  const token = (await readFile(join(state, "owner-token"), "utf8")).trim();
  const me = await fetch(`http://localhost:${api}/auth/me`, { headers: { authorization: `Bearer ${token}` } });
  expect(me.status).toBe(200);
  expect((await fetch(`http://localhost:${api}/health/ready`)).status).toBe(200);
  expect(output).not.toContain(token);

  expect(await child.interrupt()).toEqual([0, null]);
  for (const port of Object.values(ports)) expect(await isOpen(port), String(port)).toBe(false);
});

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  const open = await Promise.race([
    once(socket, "connect").then(() => true),
    once(socket, "error").then(() => false),
  ]).catch(() => false);
  socket.destroy();
  return open;
}
