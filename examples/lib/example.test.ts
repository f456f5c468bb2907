import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { describeDetail } from "./api.ts";
import { readDocuments } from "./documents.ts";
import { EXIT, Fault } from "./fault.ts";
import { Progress } from "./progress.ts";
import { outcome } from "./report.ts";
import { explain, isSettled, type Resource } from "./resource.ts";
import { readSettings } from "./settings.ts";
import { cannotGoOn, waitUntilSettled } from "./wait.ts";

const nothing = { env: {}, readFile: () => undefined };

function fault(run: () => unknown): { exitCode: number; message: string } {
  try {
    run();
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
  throw new Error("no Fault was thrown");
}

function resource(name: string, change: Partial<Resource> = {}): Resource {
  return {
    id: `resource:pragma_config_${name}`,
    provider: "pragma",
    resource: "config",
    name,
    lifecycle_state: "ready",
    outputs: {},
    error: null,
    conditions: [],
    updated_at: "2026-01-01T00:00:00Z",
    ...change,
  };
}

const waiting = { type: "DependenciesReady", status: "False", message: "waits for pragma/config/a (failed)" };
const stale = { type: "Stale", status: "True", message: "" };

test("documents: pending unless said otherwise, empty ones skipped, references left as written", () => {
  const text = [
    "---",
    "provider: pragma\nresource: config\nname: a\nconfig: { data: { x: '${pragma/config/b.outputs.y}' } }",
    "# nothing",
    "provider: pragma\nresource: config\nname: b\nlifecycle_state: draft",
  ].join("\n---\n");
  expect(readDocuments("f.yaml", text, nothing)).toEqual([
    {
      provider: "pragma",
      resource: "config",
      name: "a",
      lifecycle_state: "pending",
      config: { data: { x: "${pragma/config/b.outputs.y}" } },
    },
    { provider: "pragma", resource: "config", name: "b", lifecycle_state: "draft", config: {} },
  ]);
});

test("!local takes the variable, then the file, then complains with the line", () => {
  const text = "provider: p\nresource: r\nname: n\nconfig:\n  url: !local { env: THE_URL, file: the-file }";
  const read = (local: Parameters<typeof readDocuments>[2]) => readDocuments("f.yaml", text, local)[0]?.config;
  const readFile = (path: string) => (path === "the-file" ? "from file\n" : undefined);
  expect(read({ env: { THE_URL: "from env" }, readFile })).toEqual({ url: "from env" });
  expect(read({ env: { THE_URL: "" }, readFile })).toEqual({ url: "from file" });
  expect(fault(() => read(nothing)).message).toMatch(/^f\.yaml:5: !local found no value.*THE_URL.*the-file/);
});

test.each([
  ["broken YAML", "provider: [", /^f\.yaml:1: /],
  ["a list", "- a", /^f\.yaml:1: a resource is a mapping/],
  ["a name that is missing", "provider: p\nresource: r", /^f\.yaml:1: name is missing/],
  ["a name that is a number", "provider: p\nresource: r\nname: 5", /^f\.yaml:1: name is missing or is no text/],
  ["a misspelled field", "provider: p\nresource: r\nname: n\nconfg: {}", /^f\.yaml:1: a resource has no field "confg"/],
  ["an unknown tag", "provider: p\nresource: r\nname: !x n", /^f\.yaml:3: Unresolved tag: !x/],
  ["the same key twice", "provider: p\nprovider: p", /^f\.yaml:2: Map keys must be unique/],
  [
    "one resource twice",
    "provider: p\nresource: r\nname: n\n---\nprovider: p\nresource: r\nname: n",
    /^f\.yaml:5: p\/r\/n/,
  ],
  ["nothing", "---\n---\n", /no resources/],
])("a file with %s is refused", (_what, text, message) => {
  const { exitCode, message: told } = fault(() => readDocuments("f.yaml", text, nothing));
  expect(told).toMatch(message);
  expect(exitCode).toBe(EXIT.usage);
});

test("settings: token from the environment, then from the file; the rest has defaults", () => {
  const file = (path: string) => (path === ".pragma/owner-token" ? "from-file\n" : undefined);
  expect(readSettings(["f.yaml"], { PRAGMA_AUTH_TOKEN: "from-env" }, file)).toEqual({
    file: "f.yaml",
    token: "from-env",
    apiUrl: "http://127.0.0.1:8000",
    timeoutMs: 300_000,
  });
  expect(readSettings(["f.yaml", "--timeout", "5"], { PRAGMA_API_URL: "http://h:1" }, file)).toEqual({
    file: "f.yaml",
    token: "from-file",
    apiUrl: "http://h:1",
    timeoutMs: 5000,
  });
  expect(fault(() => readSettings(["f.yaml"], {}, () => undefined)).exitCode).toBe(EXIT.denied);
  for (const args of [[], ["a", "b"], ["a", "--timeout", "soon"], ["a", "--tiemout=1"]]) {
    expect(fault(() => readSettings(args, {}, file)).exitCode).toBe(EXIT.usage);
  }
});

test("a resource that is ready but stale is not settled; why one waits is told", () => {
  expect(isSettled(resource("a"))).toBe(true);
  expect(isSettled(resource("a", { conditions: [stale] }))).toBe(false);
  expect(explain(resource("a", { lifecycle_state: "pending", conditions: [waiting] }))).toBe(waiting.message);
  expect(explain(resource("a", { lifecycle_state: "failed", error: "no such host" }))).toBe("no such host");
  expect(explain(resource("a"))).toBe("");
});

test("waiting ends when two looks at all of them agree that all are ready", async () => {
  const looks: Record<string, Resource[]> = {
    a: [
      resource("a", { lifecycle_state: "pending" }),
      resource("a"),
      // Seen ready, then changed once more by b.
      resource("a", { lifecycle_state: "processing", updated_at: "2026-01-01T00:00:01Z" }),
      resource("a", { updated_at: "2026-01-01T00:00:02Z" }),
    ],
    b: [resource("b", { lifecycle_state: "processing" }), resource("b")],
  };
  let shown = 0;
  const settled = await waitUntilSettled(["a", "b"], {
    read: async (id) => {
      const [next, ...rest] = looks[id] ?? [];
      if (rest.length > 0) looks[id] = rest;
      if (next === undefined) throw new Error(id);
      return next;
    },
    show: () => {
      shown += 1;
    },
    timeoutMs: 60_000,
  });
  expect(settled.map(({ updated_at }) => updated_at)).toEqual(["2026-01-01T00:00:02Z", "2026-01-01T00:00:00Z"]);
  expect(shown).toBe(5);
});

test("waiting ends when nothing can go on any more, and when the time is over", async () => {
  const failed = resource("a", { lifecycle_state: "failed", error: "no" });
  const blocked = resource("b", { lifecycle_state: "pending", conditions: [waiting] });
  const busy = resource("c", { lifecycle_state: "processing" });
  expect(cannotGoOn([failed, blocked, resource("d")])).toBe(true);
  expect(cannotGoOn([failed, blocked, busy])).toBe(false);
  expect(cannotGoOn([blocked, resource("d")])).toBe(false);

  const read = (all: Resource[]) => async (id: string) => all.find(({ name }) => name === id) ?? resource(id);
  const wait = (all: Resource[], timeoutMs: number) =>
    waitUntilSettled(["a", "b", "c"], { read: read(all), show: () => {}, timeoutMs });
  expect((await wait([failed, blocked], 60_000)).map(({ lifecycle_state }) => lifecycle_state)).toEqual([
    "failed",
    "pending",
    "ready",
  ]);
  expect((await wait([failed, busy], 1)).at(-1)?.lifecycle_state).toBe("processing");
});

test("the outcome says when nothing changed, how many did, and why some did not get ready", () => {
  const [a, b] = [resource("a"), resource("b")];
  expect(outcome([a, b], [a, b])).toEqual(["All 2 resources are ready. Nothing changed."]);
  const applied = resource("b", { lifecycle_state: "pending" });
  expect(outcome([a, applied], [a, b])).toEqual(["All 2 resources are ready, 1 of them created or changed."]);
  const touched = resource("b", { updated_at: "2026-01-02T00:00:00Z" });
  expect(outcome([a, b], [a, touched])).toEqual(["All 2 resources are ready, 1 of them created or changed."]);
  const failed = resource("a", { lifecycle_state: "failed", error: "no such host" });
  const blocked = resource("b", { lifecycle_state: "pending", conditions: [waiting] });
  expect(outcome([a, b], [failed, blocked])).toEqual([
    "pragma/config/a is failed: no such host",
    `pragma/config/b is pending: ${waiting.message}`,
  ]);
});

test("progress: lines for changes only; on a terminal rows that are redrawn and never wrap", () => {
  let lines = "";
  const plain = new Progress({ write: (text) => (lines += text) });
  plain.show([resource("a", { lifecycle_state: "pending" }), resource("b")]);
  plain.show([resource("a", { lifecycle_state: "pending" }), resource("b", { conditions: [stale] })]);
  expect(lines).toBe("pragma/config/a pending\npragma/config/b ready\npragma/config/b stale\n");

  let drawn = "";
  const terminal = new Progress({ write: (text) => (drawn += text), isTTY: true, columns: 30 });
  const failed = resource("a", { lifecycle_state: "failed", error: "long\nreason ".repeat(9) });
  terminal.show([failed]);
  terminal.show([failed]);
  expect(drawn).toContain("\x1b[1A");
  const rows = stripVTControlCharacters(drawn).trimEnd().split("\n");
  expect(rows).toHaveLength(2);
  for (const row of rows) expect(row.length).toBeLessThan(30);
});

test.each([
  ["Not authenticated", "Not authenticated"],
  [[{ loc: ["body", "config", "size"], msg: "too big", type: "x" }], "body.config.size: too big"],
  [{ message: "cycle", cycle: [] }, "cycle"],
  [undefined, "no reason given"],
])("an error's detail is told as text: %j", (detail, text) => {
  expect(describeDetail(detail)).toBe(text);
});
