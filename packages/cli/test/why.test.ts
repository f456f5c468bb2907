import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type OwnStack, startStack } from "@pragma/testing/stack";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { Cli } from "./support/cli.ts";

let stack: OwnStack;
let cli: Cli;
/** A request that is not answered before a test does. */
let held: ServerResponse | undefined;
const api = createServer((asked, answer) => {
  if (asked.url === "/held") {
    held = answer;
    api.emit("held");
    return;
  }
  const isBroken = asked.url === "/broken" || asked.method === "DELETE";
  answer.writeHead(isBroken ? 500 : 200, { "content-type": "application/json" });
  answer.end(isBroken ? "out of order" : '{"id":"1"}');
});

beforeAll(async () => {
  api.listen(0, "127.0.0.1");
  await once(api, "listening");
  const { port } = api.address() as AddressInfo;
  stack = await startStack({ PRAGMA_SANDBOX: "none", PRAGMA_EGRESS_ALLOW: `http=127.0.0.1:${port}` });
  cli = await Cli.create({ PRAGMA_API_URL: stack.apiUrl, PRAGMA_AUTH_TOKEN: stack.token });
  await apply(
    { key: "pragma/config/base", config: { data: { a: "b" } } },
    object("there", "/things", port),
    { ...object("above", "/things", port), depends_on: ["http/object/there"] },
    object("broken", "/broken", port),
    object("held", "/held", port),
    config("on-absent", "pragma/config/nowhere.outputs.a"),
    config("on-unserved", "nobody/zone/main.outputs.a"),
    { ...config("on-broken", "pragma/config/base.outputs.a"), depends_on: ["http/object/broken"] },
    { ...config("on-two", "pragma/config/base.outputs.a"), depends_on: ["pragma/config/on-broken"] },
    { ...object("elsewhere", "/things", port), connection: "postgres/connection/main" },
  );
  await apply("--draft", config("draft", "pragma/config/base.outputs.a"));
  await apply(
    config("on-draft", "pragma/config/draft.outputs.a"),
    config("asks-nothing", "pragma/config/base.outputs.none"),
  );
});

afterAll(async () => {
  held?.end('{"id":"1"}');
  api.close();
  await stack?.stop();
  await cli?.remove();
});

type Document = { key: string; config: object; [field: string]: unknown };

const config = (name: string, reference: string): Document => ({
  key: `pragma/config/${name}`,
  config: { data: { a: `\${${reference}}` } },
});

const object = (name: string, path: string, port: number): Document => ({
  key: `http/object/${name}`,
  config: { base_url: `http://127.0.0.1:${port}`, id: "id", create: { path }, delete: { path } },
});

async function apply(...input: (Document | "--draft")[]): Promise<void> {
  const documents = input.filter((one) => one !== "--draft");
  const stdin = JSON.stringify(
    documents.map(({ key, ...rest }) => {
      const [provider, resource, name] = key.split("/");
      return { provider, resource, name, ...rest };
    }),
  );
  const flags = input.includes("--draft") ? ["--draft"] : ["--no-wait"];
  const { code, stderr } = await cli.run(["apply", "--yes", "-f", "-", ...flags], { stdin });
  expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
}

/** The answer once it begins with that: what was applied is carried out meanwhile. */
async function why(key: string, sentence: string): Promise<string> {
  return vi.waitFor(
    async () => {
      const answer = await cli.run(["why", key]);
      expect(answer).toEqual({ code: 0, stdout: expect.stringMatching(`^${sentence}`), stderr: "" });
      return answer.stdout;
    },
    { timeout: 20_000, interval: 200 },
  );
}

it.each([
  ["pragma/config/base", "It is ready, and waits for nothing.", ""],
  ["pragma/config/draft", "A draft: this config has not been applied yet", "a draft is only stored"],
  ["pragma/config/asks-nothing", "Failed", "Correct its config and apply it: a retry would fail again"],
  ["http/object/broken", "Failed", "`pragma resources retry http/object/broken`"],
  [
    "pragma/config/on-absent",
    "Waiting for pragma/config/nowhere, which does not exist",
    "correct the reference in pragma/config/on-absent",
  ],
  [
    "pragma/config/on-unserved",
    "Waiting for nobody/zone/main, which does not exist, and no provider serves its type",
    "Deploy a provider that serves nobody/zone",
  ],
  ["pragma/config/on-draft", "Waiting for pragma/config/draft, which is a draft that was never applied", "Apply it"],
  [
    "http/object/elsewhere",
    "Its connection postgres/connection/main is of another provider",
    "Give it a connection of http, or null",
  ],
])("says of %s: %s", async (key, sentence, remedy) => {
  expect(await why(key, sentence)).toContain(remedy);
});

it("leads over each step to the root cause, with its error and what to do", async () => {
  const said = await why(
    "pragma/config/on-two",
    "Waiting for pragma/config/on-broken, which waits for http/object/broken, which failed",
  );
  expect(said.replaceAll(/\d{4}-\d\d-\d\dT\S+/g, "TIME")).toMatch(
    new RegExp(
      [
        "^Waiting for pragma/config/on-broken, which waits for http/object/broken, which failed",
        "",
        "RESOURCE +STATE +WHY",
        "pragma/config/on-two +pending +waits for pragma/config/on-broken",
        "pragma/config/on-broken +pending +waits for http/object/broken",
        "http/object/broken +failed +failed",
        "",
        "Root cause: +http/object/broken",
        "Error: +.*answered 500.*out of order.*",
        "Since: +TIME",
        "To do: +Once the cause is fixed, `pragma resources retry http/object/broken`.*\n$",
      ].join("\n"),
    ),
  );
});

it("says what the provider works on, as words and as data", async () => {
  if (held === undefined) await once(api, "held");
  const said = await why("http/object/held", "The provider is working on it: attempt 1 of 1");
  expect(said).toContain("`pragma resources cancel http/object/held` stops it");
  const { code, stdout } = await cli.run(["why", "resource:http_object_held", "-o", "json"]);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    way: [{ key: "http/object/held", lifecycle_state: "processing", cause: "running", attempt: 1 }],
    others: 0,
  });
});

it("says what holds up a deletion", async () => {
  await cli.run(["resources", "wait", "http/object/above"]);
  const ended = await cli.run(["resources", "delete", "http/object/there", "--dependents", "cascade", "--yes"]);
  expect(ended.code).toBe(1);
  const said = await why("http/object/there", "Deletion waiting for http/object/above, whose deletion failed");
  expect(said).toContain("`pragma resources delete http/object/above --orphan`");
});

it("ends with 4 where there is no such resource, and with 2 without one", async () => {
  expect(await cli.run(["why", "pragma/config/none"])).toMatchObject({ code: 4, stdout: "" });
  expect(await cli.run(["why"])).toMatchObject({ code: 2, stdout: "" });
});
