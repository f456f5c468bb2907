import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { joinStack, type Stack } from "@pragma/testing/stack";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { BINARY, Cli, type Ended } from "./support/cli.ts";
import { type Gate, openGate } from "./support/gate.ts";
import { Terminal } from "./support/terminal.ts";

const CTRL_C = "\u0003";
const GOES_ON = /Interrupted\. (The change|Work in progress) continues without this command/;

let stack: Stack;
let cli: Cli;
let gate: Gate | undefined;

beforeAll(async () => {
  stack = await joinStack();
  cli = await Cli.create({ PRAGMA_API_URL: stack.apiUrl, PRAGMA_AUTH_TOKEN: stack.token });
  const never = "config: { data: { a: '${pragma/config/never.outputs.a}' } }";
  for (const name of ["waits", "again", "later"])
    await writeFile(join(cli.folder, `${name}.yaml`), `provider: pragma\nresource: config\nname: ${name}\n${never}\n`);
  const three = [
    "{ provider: pragma, resource: config, name: one, config: { data: {} } }",
    "{ provider: pragma, resource: config, name: two, config: { data: {} } }",
    "{ provider: pragma, resource: config, name: three, config: { data: {} }, depends_on: [pragma/config/two] }",
  ];
  await writeFile(join(cli.folder, "three.yaml"), three.join("\n---\n"));
  // So that there is something to wait for, and to follow.
  await cli.run(["resources", "apply", "-f", "waits.yaml", "--no-wait"]);
});

afterEach(async () => {
  await gate?.close();
  gate = undefined;
});

afterAll(async () => {
  await stack?.stop();
  await cli?.remove();
});

async function stateOf(name: string): Promise<string | null> {
  const { code, stdout } = await cli.run(["resources", "get", `pragma/config/${name}`, "-o", "json"]);
  return code === 4 ? null : JSON.parse(stdout).lifecycle_state;
}

/** Runs a command and sends it SIGINT when a matching request was answered, or kept unanswered. */
async function interrupted(args: string[], when: RegExp, keep?: RegExp): Promise<Ended> {
  gate = await openGate(stack.apiUrl, keep);
  const interrupt = new AbortController();
  const ended = cli.run(args, { env: { PRAGMA_API_URL: gate.url }, interrupt: interrupt.signal });
  // A command that ends before would never be interrupted.
  await Promise.race([gate.until(when), ended]);
  interrupt.abort();
  return ended;
}

const STREAM = /^GET \/\S*stream/;
const CHANGE = /^GET \/changes\/\S*/;

describe("SIGINT", () => {
  it.each([
    ["apply", ["resources", "apply", "-f", "again.yaml"], CHANGE],
    ["wait", ["resources", "wait", "pragma/config/waits"], STREAM],
  ])("ends %s with 130 and lets the resources go on", async (_, args, when) => {
    const { code, stdout, stderr } = await interrupted(args, when);
    expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
    expect(stderr).toMatch(GOES_ON);
    expect(await stateOf("waits")).toBe("pending");
  });

  it("ends logs --follow with 130", async () => {
    const args = ["resources", "logs", "pragma/config/waits", "--follow"];
    expect(await interrupted(args, /^GET \S*logs\S*follow/)).toMatchObject({ code: 130, stderr: "" });
  });

  it("while it is being applied says that it may have been, and how to find out", async () => {
    const apply = /^POST \/changes\/\S+\/apply/;
    const { code, stdout, stderr } = await interrupted(["resources", "apply", "-f", "three.yaml"], apply, apply);
    expect({ code, stdout }).toEqual({ code: 130, stdout: "" });
    expect(stderr).toMatch(/Interrupted\. It may have been applied: `pragma changes show \S+` says so\.\n$/);
    expect(await stateOf("two")).toBeNull();

    expect(await cli.run(["resources", "apply", "-f", "three.yaml"])).toMatchObject({
      code: 0,
      stdout: "3 created; all 3 ready\n",
    });
  });

  it("in the middle of deletions begins no more", async () => {
    const first = /^DELETE \S*three/;
    const args = ["resources", "delete", "pragma/config/two", "pragma/config/three"];
    const { code, stderr } = await interrupted(args, first, first);
    expect({ code, stderr }).toEqual({
      code: 130,
      stderr:
        "Interrupted. pragma/config/three may go on being deleted without this command; what follows was left alone.\n",
    });
    expect(gate?.came.filter((what) => what.startsWith("DELETE"))).toHaveLength(1);
    expect(await stateOf("two")).toBe("ready");
  });

  it("before anything was sent says that nothing was", async () => {
    const plan = /^POST \/changes /;
    const { code, stderr } = await interrupted(["resources", "apply", "-f", "three.yaml"], plan, plan);
    expect({ code, stderr }).toEqual({ code: 130, stderr: "Interrupted. Nothing was applied.\n" });
  });
});

describe("Ctrl-C in a terminal", () => {
  it.each([
    ["apply", ["resources", "apply", "-f", "later.yaml"], CHANGE],
    ["wait", ["resources", "wait", "pragma/config/waits"], STREAM],
    ["logs --follow", ["resources", "logs", "pragma/config/waits", "--follow"], /^GET \S*logs\S*follow/],
  ])("ends %s with 130 and leaves the terminal in order", async (name, args, when) => {
    gate = await openGate(stack.apiUrl);
    const env = { ...cli.env, PRAGMA_API_URL: gate.url };
    const terminal = new Terminal([cli.node, BINARY, ...args], { cwd: cli.folder, env });
    await Promise.race([gate.until(when), terminal.ended]);
    terminal.type(CTRL_C);

    expect(await terminal.ended).toBe(130);

    const { output } = terminal;
    if (name !== "logs --follow") expect(output).toMatch(new RegExp(`\r${GOES_ON.source}.*\r\n$`));
    expect(output).not.toContain("another mode");
    // The cursor is never hidden, or shown again; no colour and no other screen stays.
    expect(output.lastIndexOf("\u001b[?25l")).toBeLessThanOrEqual(output.lastIndexOf("\u001b[?25h"));
    expect(output.lastIndexOf("\u001b[?1049h")).toBeLessThanOrEqual(output.lastIndexOf("\u001b[?1049l"));
    const colour = output.split("\u001b[").findLast((part) => /^\d+m/.test(part)) ?? "39m";
    expect(colour).toMatch(/^(39|22)m/);
  });
});
