import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LogEntry } from "@pragma/contract";
import { expect, onTestFinished, test } from "vitest";
import type { ProviderArtefact } from "../../src/index.ts";
import { caller, failure, startSupervisor } from "../helpers.ts";
import { build, buildError, manifest, type Source } from "./helpers.ts";

const ENTRY = `import { defineProvider, defineResource } from "@pragma/sdk/provider";
import { z } from "zod";
import { create } from "./zone.ts";

export default defineProvider({
  resources: {
    thing: defineResource({
      config: z.object({ mode: z.string() }),
      outputs: z.object({ text: z.string() }),
      create: (ctx) => create(ctx.config.mode),
      update: () => ({ text: "" }),
      delete() {},
    }),
  },
});
`;

const ZONE = `interface Zone {
  id: string;
}

const zones: Record<string, Zone> = {};

/** Fails in the way that it is told to. */
export async function create(mode: string): Promise<{ text: string }> {
  if (mode === "bug") return { text: zones["none"]!.id };
  if (mode === "cause") throw new Error("no zone", { cause: await closed() });
  if (mode === "several") throw new AggregateError([new Error("connect ::1"), new Error("connect 127.0.0.1")]);
  if (mode === "extra") return { text: "made", token: "x", port: 1 } as { text: string };
  if (mode === "later") setTimeout(() => zones["none"]!.id, 10);
  return new Promise(() => {});
}

async function closed(): Promise<Error> {
  try {
    await fetch("http://127.0.0.1:4/");
  } catch (error) {
    return error as Error;
  }
  throw new Error("somebody listens");
}
`;

const SOURCE: Source = {
  "package.json": manifest({ main: "src/index.ts" }),
  "src/index.ts": ENTRY,
  "src/zone.ts": ZONE,
};

let made: ReturnType<typeof build> | undefined;

/** The source as built, once for all tests: a build checks types, which takes seconds. */
function buildOnce(): ReturnType<typeof build> {
  made ??= build(SOURCE);
  return made;
}

/** Calls what is built, as a worker does. */
async function callable() {
  const { artefact } = await buildOnce();
  const folder = mkdtempSync(join(tmpdir(), "pragma-places-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const entryPath = join(folder, "provider.mjs");
  writeFileSync(entryPath, artefact);
  const target: ProviderArtefact = { providerId: "demo", version: "1.0.0", entryPath, network: "host" };
  const said: string[] = [];
  const supervisor = startSupervisor({ onProcessLog: (_target, { message }) => said.push(message) });
  const lines: LogEntry[] = [];
  const create = (mode: string) =>
    caller(supervisor, target)("create", { mode }, { onLog: (entry) => lines.push(entry) });
  return { create, lines, said, folder };
}

test("an error of a built provider has its causes, and its places in the author's files", async () => {
  const { create, lines, said, folder } = await callable();

  expect((await failure(create("bug"))).message).toBe("Cannot read properties of undefined (reading 'id')");
  expect((await failure(create("cause"))).message).toBe("no zone: fetch failed: connect ECONNREFUSED 127.0.0.1:4");
  expect((await failure(create("several"))).message).toBe("connect ::1; connect 127.0.0.1");
  expect(lines.map(({ level }) => level)).toEqual(["error", "error", "error"]);
  const [bug, cause] = lines.map(({ message }) => message.split("\n"));
  expect(bug).toEqual([
    "TypeError: Cannot read properties of undefined (reading 'id')",
    "    at create (src/zone.ts:9:53)",
    "    at Object.create (src/index.ts:10:24)",
  ]);
  // The innermost error that has a place is where it began: that of a fetch is where it was called.
  expect(cause?.[0]).toBe("Error: no zone: fetch failed: connect ECONNREFUSED 127.0.0.1:4");
  expect(cause?.[1]).toBe("    at closed (src/zone.ts:19:11)");

  expect((await failure(create("later"))).message).toMatch(/ended by an uncaught error/);
  const all = JSON.stringify([lines, said]);
  expect(all).toContain("src/zone.ts:13:57");
  expect(all).not.toContain(folder);
  expect(all).not.toContain("node:");
});

test("outputs that a type does not declare are reported in the log", async () => {
  const { create, lines } = await callable();

  expect(await create("extra")).toEqual({ text: "made" });
  expect(lines).toMatchObject([
    {
      level: "warn",
      message: 'create returned "token", "port", which the outputs schema does not declare: they are dropped',
    },
  ]);
});

test("a throw at import says where, in the build and in its log", async () => {
  const log: string[] = [];
  const source = { ...SOURCE, "src/zone.ts": `${ZONE}\nthrow new Error("no API key", { cause: "empty" });\n` };

  expect(await buildError(source, { log })).toMatch(
    /could not be loaded: no API key: threw empty \(src\/zone\.ts:26:7\)$/,
  );
  expect(log.join("")).toContain("error: Error: no API key: threw empty");
  expect(log.join("")).toContain("    at src/zone.ts:26:7");
});

test("the map contains only the author's files, and the same source gives the same artefact", async () => {
  const [one, other] = [await buildOnce(), await build(SOURCE)];

  expect(other.artefactHash).toBe(one.artefactHash);
  const encoded = /sourceMappingURL=data:application\/json;base64,(.+)\n$/.exec(one.artefact.toString())?.[1] ?? "";
  const map = JSON.parse(Buffer.from(encoded, "base64").toString());
  expect(map.sources).toEqual(["src/zone.ts", "src/index.ts"]);
  expect(map.sourcesContent).toBeUndefined();
});
