import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { create } from "tar";
import { expect, onTestFinished } from "vitest";
import { buildInSandbox } from "../../src/build/build-in-sandbox.ts";
import { type BuildProviderOptions, type BuiltProvider, buildProvider } from "../../src/build/build-provider.ts";
import { BuildError } from "../../src/build-contract/build-error.ts";
import { ProcessDriver } from "../../src/driver/process-driver.ts";
import { detectSandbox } from "../../src/sandbox/detect-sandbox.ts";

/** Files of a source by their paths. */
export type Source = Record<string, string>;

/** Dependencies that the lock files of `locks` hold. */
export const LOCKED = {
  dependencies: { "@pragma/sdk": "^0.1.0", ms: "^2.1.0", zod: "^4.0.0" },
  devDependencies: { "is-number": "^7.0.0" },
};

/**
 * A provider of one type. `more` stands at the top of its module, `description` is the expression that describes the
 * type, by which a test learns what the module saw.
 */
export function providerModule(more = "", description = '""'): string {
  return `import { defineProvider, defineResource } from "@pragma/sdk/provider";
import { z } from "zod";
${more}
export default defineProvider({
  resources: {
    thing: defineResource({
      description: String(${description}),
      real: false,
      config: z.object({ name: z.string() }),
      outputs: z.object({ text: z.string() }),
      async create(ctx) { return { text: ctx.config.name }; },
      async update(ctx) { return { text: ctx.config.name }; },
      async delete() {},
    }),
  },
});
`;
}

/** The text of a `package.json` of the provider `demo`. */
export function manifest(more: Record<string, unknown> = {}): string {
  const base = { name: "demo", version: "1.0.0", type: "module", main: "index.js", pragma: { provider: "demo" } };
  return JSON.stringify({ ...base, ...more });
}

/** The text of a lock file of `locks`. */
export function lockFile(name: string): string {
  return readFileSync(new URL(`./locks/${name}`, import.meta.url), "utf8");
}

/** Packs a source below a top folder, as `npm pack` does, or flat. */
export async function archiveOf(source: Source, top: "package" | "" = "package"): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), "pragma-test-source-"));
  try {
    for (const [path, text] of Object.entries(source)) {
      const file = join(folder, top, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
    const names = top === "" ? readdirSync(folder) : [top];
    return Buffer.concat(await create({ gzip: true, cwd: folder }, names).collect());
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Builds `demo` and checks that it leaves nothing behind, neither file nor process. `log` gets what was logged. */
export async function build(
  source: Source | Buffer,
  options: Partial<BuildProviderOptions> & { log?: string[] } = {},
): Promise<BuiltProvider> {
  const { log, ...more } = options;
  const workRoot = mkdtempSync(join(tmpdir(), "pragma-test-build-"));
  onTestFinished(() => rmSync(workRoot, { recursive: true, force: true }));
  const archive = Buffer.isBuffer(source) ? source : await archiveOf(source);
  try {
    return await buildProvider({
      archive: (async function* () {
        yield archive;
      })(),
      providerId: "demo",
      maker: buildInSandbox(await sandbox(), workRoot),
      driver: new ProcessDriver(await sandbox()),
      registry: await registry(),
      registryCertificates: await certificates(),
      workRoot,
      onLog: (text) => log?.push(text),
      ...more,
    });
  } finally {
    expect(readdirSync(workRoot)).toEqual([]);
    // The kernel takes its time to end what was killed, and everything in its namespace.
    await expect.poll(() => processesOf(workRoot)).toEqual([]);
  }
}

/** The BuildError that a build ends with. */
export async function buildError(
  source: Source | Buffer,
  options: Partial<BuildProviderOptions> & { log?: string[] } = {},
): Promise<string> {
  const error = await build(source, options).then(
    () => new Error("it was built"),
    (reason: unknown) => reason,
  );
  if (error instanceof BuildError) return error.message;
  throw error;
}

let detected: ReturnType<typeof detectSandbox> | null = null;

/** The strongest sandbox of this machine. */
export function sandbox() {
  detected ??= detectSandbox({ orNone: true });
  return detected;
}

let found: Promise<string> | null = null;

/** The registry that the machine's npm is configured with. */
function registry(): Promise<string> {
  found ??= npm("config", "get", "registry");
  return found;
}

/** The authorities that the machine's npm trusts, where it was told of any. */
async function certificates(): Promise<string | undefined> {
  const path = await npm("config", "get", "cafile");
  return path.startsWith("/") ? path : process.env["NODE_EXTRA_CA_CERTS"];
}

/** Runs the npm that started the tests, on its own Node: beside that it finds the system's settings. */
async function npm(...args: string[]): Promise<string> {
  const { npm_node_execpath: node, npm_execpath: cli } = process.env;
  const [program, first] = node && cli?.endsWith("npm-cli.js") ? [node, [cli]] : ["npm", []];
  const { stdout } = await promisify(execFile)(program, [...first, ...args], { timeout: 20_000 });
  return stdout.trim();
}

/** Why the registry cannot be used, or null when it can. */
export async function registryProblem(): Promise<string | null> {
  try {
    // By npm itself, which may trust more than Node does.
    await npm("view", "ms", "version");
    return null;
  } catch (error) {
    return `the npm registry cannot be reached (${error instanceof Error ? error.message.split("\n")[0] : error})`;
  }
}

function processesOf(folder: string): string[] {
  const commands = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
      } catch {
        return "";
      }
    });
  return commands.filter((command) => command.includes(folder));
}
