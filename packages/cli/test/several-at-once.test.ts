import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { joinStack, type Stack } from "@pragma/testing/stack";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { Cli } from "./support/cli.ts";
import { type Gate, openGate } from "./support/gate.ts";

let stack: Stack;
let cli: Cli;
let gate: Gate | undefined;

beforeAll(async () => {
  stack = await joinStack();
  cli = await Cli.create({ PRAGMA_API_URL: stack.apiUrl, PRAGMA_AUTH_TOKEN: stack.token });
});

afterEach(async () => {
  await gate?.close();
  gate = undefined;
});

afterAll(async () => {
  await stack?.stop();
  await cli?.remove();
});

const BASES = ["base-0", "base-1", "base-2", "base-3"];
const IDS = ["first", ...BASES, "top"].map((name) => `pragma/config/${name}`);

/** A file of resources without dependencies, and one that depends on four of them. */
async function declared(): Promise<string> {
  const of = (name: string, more = "") =>
    `{ provider: pragma, resource: config, name: ${name}, config: { data: {} }${more} }`;
  const needs = BASES.map((name) => `pragma/config/${name}`).join(", ");
  const documents = [of("first"), of("top", `, depends_on: [${needs}]`), ...BASES.map((name) => of(name))];
  await writeFile(join(cli.folder, "several.yaml"), documents.join("\n---\n"));
  return "several.yaml";
}

/** Forwards none of the requests about the four before all of them have arrived. */
async function openBarrier(): Promise<Gate> {
  let come = 0;
  let open: () => void;
  const all = new Promise<void>((resolve) => {
    open = resolve;
  });
  return openGate(stack.apiUrl, undefined, async (what) => {
    if (!what.startsWith("DELETE") || !what.includes("base-")) return true;
    if (++come === BASES.length) open();
    await all;
    return true;
  });
}

/** The names in the requests for deletion, as they came. */
function deletedIn(came: readonly string[]): string[] {
  return came.filter((what) => what.startsWith("DELETE")).map((what) => /top|first|base-\d/.exec(what)?.[0] ?? "");
}

describe("what does not depend on each other", () => {
  it("is deleted at the same time, after what depends on it, however it is named", async () => {
    expect((await cli.run(["resources", "apply", "-f", await declared()])).code).toBe(0);
    gate = await openBarrier();
    const { code, stdout } = await cli.run(["resources", "delete", ...IDS], { env: { PRAGMA_API_URL: gate.url } });
    expect(code).toBe(0);
    expect(stdout.trimEnd().split("\n").sort()).toEqual(IDS.map((id) => `${id}: deleted`).sort());
    const names = deletedIn(gate.came);
    expect(names.indexOf("top")).toBeLessThan(Math.min(...BASES.map((name) => names.indexOf(name))));
  });
});

describe("deletions that depend on each other", () => {
  const config = (name: string, more = "") =>
    `{ provider: pragma, resource: config, name: ${name}, config: { data: { a: 1 } }${more} }`;

  async function applied(documents: string[]): Promise<string> {
    await writeFile(join(cli.folder, "together.yaml"), documents.join("\n---\n"));
    expect(await cli.run(["resources", "apply", "-f", "together.yaml"])).toMatchObject({ code: 0 });
    return "together.yaml";
  }

  it("detach what uses all of them from one after another", async () => {
    const names = Array.from({ length: 8 }, (_, index) => `used-${index}`);
    const data = names.map((name, index) => `v${index}: "\${pragma/config/${name}.outputs.a}"`).join(", ");
    const user = (name: string) =>
      `{ provider: pragma, resource: config, name: ${name}, config: { data: { ${data} } } }`;
    await applied([...names.map((name) => config(name)), user("user-1"), user("user-2")]);
    const ids = names.map((name) => `pragma/config/${name}`);
    const { code, stdout, stderr } = await cli.run(["resources", "delete", ...ids, "--dependents", "detach"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.trimEnd().split("\n").sort()).toEqual(ids.map((id) => `${id}: deleted`));
    const { stdout: left } = await cli.run(["resources", "get", "pragma/config/user-2", "-o", "json"]);
    expect(JSON.parse(left).config.data.v7).toBe(1);
  });

  it("leave alone what a remaining one needs, and give the reason only for that one", async () => {
    const file = await applied([
      config("bottom"),
      config("middle", ", depends_on: [pragma/config/bottom]"),
      config("protected", ", depends_on: [pragma/config/middle], deletion_protected: true"),
    ]);
    const { code, stdout, stderr } = await cli.run(["resources", "delete", "-f", file]);
    expect({ code, stdout }).toEqual({ code: 5, stdout: "" });
    expect(stderr.trimEnd().split("\n")).toEqual([
      expect.stringMatching(/^Could not delete pragma\/config\/protected: .*deletion_protected/),
      "pragma/config/middle was left alone: pragma/config/protected was not deleted",
      "pragma/config/bottom was left alone: pragma/config/middle was not deleted",
    ]);
  });

  it("say that what is forgotten is not deleted", async () => {
    await applied([config("orphan")]);
    const { stdout } = await cli.run(["resources", "delete", "pragma/config/orphan", "--orphan"]);
    expect(stdout).toBe("pragma/config/orphan: forgotten\n");
  });
});
