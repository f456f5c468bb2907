import { type ExecFileException, execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { joinStack, type Stack } from "@pragma/testing/stack";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");
const PROGRAM = join(ROOT, "tooling/bootstrap/example.mjs");
const run = promisify(execFile);

let stack: Stack;

beforeAll(async () => {
  stack = await joinStack();
});
afterAll(() => stack.stop());

function ask(path: string): Promise<Response> {
  return fetch(`${stack.apiUrl}${path}`, { headers: { authorization: `Bearer ${stack.token}` } });
}

/** `npm run example -- …`. @returns what it printed, however it ended */
async function example(...args: string[]): Promise<{ code: number | null; output: string }> {
  const env = { PATH: process.env["PATH"], PRAGMA_API_URL: stack.apiUrl, PRAGMA_AUTH_TOKEN: stack.token };
  try {
    const { stdout, stderr } = await run(process.execPath, [PROGRAM, ...args], { env, cwd: ROOT, timeout: 20_000 });
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as ExecFileException & { stdout: string; stderr: string };
    return { code: typeof code === "number" ? code : null, output: stdout + stderr };
  }
}

test("the example is applied to no other organization than the one that was named", async () => {
  const another = "00000000-0000-4000-8000-000000000000";
  const { code, output } = await example("--organization", another);
  expect(code).toBe(1);
  expect(output).toContain(`not of organization ${another}`);
  expect(output).toContain("PRAGMA_AUTH_TOKEN");
  expect(await (await ask("/resources/")).json()).toEqual([]);
});

test("it says which organization it writes to", async () => {
  const me = (await (await ask("/auth/me")).json()) as { organization_id: string; organization_name: string };
  const { output } = await example("--organization", me.organization_id);
  expect(output).toContain(`Applying the example to ${me.organization_name}`);
});
