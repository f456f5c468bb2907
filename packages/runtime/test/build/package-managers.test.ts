import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { testEach } from "@pragma/testing/test-each";
import { beforeAll, expect, type TestContext, test } from "vitest";
import { build, buildError, LOCKED, lockFile, manifest, providerModule, registryProblem } from "./helpers.ts";

/** Uses a dependency where the description shows it. */
const USES_MS = providerModule('import ms from "ms";', 'ms("2h")');

const LOCKS = [
  { manager: "npm", file: "package-lock.json", fixture: "package-lock.json" },
  { manager: "npm", file: "npm-shrinkwrap.json", fixture: "package-lock.json" },
  { manager: "pnpm", file: "pnpm-lock.yaml", fixture: "pnpm-lock.yaml" },
];

const isUsual = ({ file }: (typeof LOCKS)[number]): boolean => ["package-lock.json", "pnpm-lock.yaml"].includes(file);
const eachManager = testEach(
  LOCKS.filter(isUsual),
  LOCKS.filter((lock) => !isUsual(lock)),
);

let problem: string | null = null;
beforeAll(async () => {
  problem = await registryProblem();
  if (problem) process.stderr.write(`not run: ${problem}\n`);
});

eachManager(
  "$manager installs by $file what is locked, without the platform's packages",
  async (lock, { skip }: TestContext) => {
    skip(problem !== null, problem ?? "");
    const source = { "package.json": manifest(LOCKED), "index.js": USES_MS, [lock.file]: lockFile(lock.fixture) };
    const log: string[] = [];
    const first = await build(source, { log });
    expect(first.description.types.thing?.description).toBe("7200000");
    expect(log.join("")).toContain(`Installing dependencies by ${lock.file}\n`);
    // The same source in another folder.
    const second = await build(source);
    expect(second.artefactHash).toBe(first.artefactHash);
    expect(second.artefact.equals(first.artefact)).toBe(true);
    expect(first.artefact.toString()).not.toContain("pragma-test-build-");
  },
);

eachManager("$manager refuses a $file that is out of step", async (lock, { skip }: TestContext) => {
  skip(problem !== null, problem ?? "");
  const dependencies = { ...LOCKED.dependencies, ms: "^1.0.0" };
  const source = { "package.json": manifest({ ...LOCKED, dependencies }), "index.js": USES_MS };
  const message = await buildError({ ...source, [lock.file]: lockFile(lock.fixture) });
  expect(message).toMatch(/out of step with package\.json/);
});

test("without a lock file npm installs, and the log warns", async ({ skip }) => {
  skip(problem !== null, problem ?? "");
  const log: string[] = [];
  const source = { "package.json": manifest({ dependencies: { ms: "2.1.3" } }), "index.js": USES_MS };
  const { description } = await build(source, { log });
  expect(description.types.thing?.description).toBe("7200000");
  expect(log.join("")).toMatch(/Warning: there is no lock file/);
});

test("TypeScript, types alone and enums too, with a dependency", async ({ skip }) => {
  skip(problem !== null, problem ?? "");
  const source = {
    "package.json": manifest({ exports: "./src/index.ts", dependencies: { ms: "2.1.3" } }),
    "src/index.ts": providerModule(
      'import ms from "ms";\nimport type { Duration } from "./types.ts";\nimport { Unit } from "./unit.ts";\nconst one: Duration = `1${Unit.Hour}`;',
      "ms(one)",
    ),
    "src/types.ts": "export type Duration = `${number}h`;\n",
    "src/unit.ts": 'export enum Unit { Hour = "h" }\n',
    "tsconfig.json": '{ "extends": "@nobody/has-this" }',
  };
  const { description } = await build(source);
  expect(description.types.thing?.description).toBe("3600000");
});

test("a package or version that the registry does not have", async ({ skip }) => {
  skip(problem !== null, problem ?? "");
  const missing = { dependencies: { ms: "99.0.0" } };
  expect(await buildError({ "package.json": manifest(missing), "index.js": USES_MS })).toMatch(
    /^A package, or a version of it, is not in the registry\. npm says: .*ms@99\.0\.0/,
  );
});

const isNpm = ({ file }: (typeof LOCKS)[number]): boolean => file === "package-lock.json";

testEach(
  LOCKS.filter(isNpm),
  LOCKS.filter((lock) => !isNpm(lock)),
)("$manager says that the registry cannot be reached", async (lock) => {
  const source = { "package.json": manifest(LOCKED), "index.js": USES_MS, [lock.file]: lockFile(lock.fixture) };
  const message = await buildError(source, { registry: await closedAddress() });
  expect(message).toMatch(/^The package registry cannot be reached/);
});

/** An address at which nothing listens. */
async function closedAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}/`;
}
