import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { EdgeVM } from "@edge-runtime/vm";
import { chromiumPath } from "@pragma/testing/chromium";
import { build as bundle } from "esbuild";
import { publint } from "publint";
import { build as buildPage } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packSdk } from "../src/sdk/pack-sdk.ts";

const ROOT = join(import.meta.dirname, "../../..");
const CHROMIUM = chromiumPath();
const MOST_BYTES = 15_000;

const run = promisify(execFile);
let scratch: string;
let tarball: string;
/** Server that answers for the API, and for the page of the browser. */
let server: Server;
let url: string;
let told: (text: string) => void;

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "sdk-package-"));
  tarball = await packSdk(ROOT, scratch);
  server = createServer((request, response) => {
    if (request.url === "/auth/me") {
      response.setHeader("content-type", "application/json");
      return void response.end(JSON.stringify({ email: request.headers.authorization }));
    }
    if (request.method === "POST") {
      request.setEncoding("utf8").on("data", (text: string) => told(text));
      return void response.end();
    }
    const file = join(scratch, "page/dist", request.url === "/" ? "index.html" : (request.url ?? ""));
    response.setHeader("content-type", file.endsWith(".js") ? "text/javascript" : "text/html");
    response.end(existsSync(file) ? readFileSync(file) : "");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  // Processes that the browser started write to its profile for a moment after it has ended.
  rmSync(scratch, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

/** A project with these files, and the package installed from its tarball alone. */
async function project(name: string, files: Record<string, string>): Promise<string> {
  const folder = join(scratch, name);
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name, private: true }));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(folder, path), text);
  await run("npm", ["install", "--offline", "--no-audit", "--no-fund", "--legacy-peer-deps", tarball], { cwd: folder });
  return folder;
}

/** Compiles a project with the workspace's compiler; gives its complaints. */
async function compile(folder: string, options: object): Promise<string> {
  const common = { target: "ES2022", strict: true, noEmit: true, exactOptionalPropertyTypes: true, types: [] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: { ...common, ...options } }));
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc");
  return run(process.execPath, [compiler, "-p", folder]).then(
    ({ stdout }) => stdout,
    (error: { stdout: string }) => error.stdout,
  );
}

const node = {
  module: "NodeNext",
  typeRoots: [join(ROOT, "node_modules/@types")],
  types: ["node"],
  skipLibCheck: true,
};

const PROGRAM = `
const pragma = new Pragma({ apiUrl: process.argv[2] ?? "", token: "secret" });
const text = generateTypes([{ provider: "p", resource: "t", schema: {}, outputs_schema: {} }]);
async function main(): Promise<void> {
  const { email }: { email: string } = await pragma.me();
  const found = await loadConfig({ directory: "/nowhere", env: { PRAGMA_AUTH_TOKEN: "t" } });
  const error: unknown = await pragma.resources.get("p/t/n").catch((reason: unknown) => reason);
  console.log(email, found.token, text.length > 0, error instanceof PragmaError);
}
void main();
`;

describe("the package", () => {
  it("has types that resolve as its modules do", async () => {
    const attw = (profile: string, ...entries: string[]) => {
      const program = join(import.meta.dirname, "../node_modules/.bin/attw");
      return run(program, [tarball, "--profile", profile, "--format", "ascii", "--entrypoints", ...entries]);
    };
    await attw("node16", ".", "./node", "./codegen");
    // Exports for authors of providers are ES modules alone.
    await attw("esm-only", "./provider", "./provider/testing", "./provider/host", "./provider/template");
  });

  it("is published as it says", async () => {
    const bytes = readFileSync(tarball);
    const content = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const { messages } = await publint({ pack: { tarball: content }, strict: true });
    // The template of a provider has a manifest of its own, which is nobody's to import.
    expect(messages.filter(({ path, args }) => !JSON.stringify({ path, args }).includes("template"))).toEqual([]);
  });

  it("comes with its license, and those of what is bundled in it", async () => {
    const folder = await project("licenses", {});
    const file = (path: string) => readFileSync(join(folder, "node_modules/@pragma/sdk", path), "utf8");
    expect(file("LICENSE")).toBe(readFileSync(join(ROOT, "LICENSE"), "utf8"));
    expect(file("dist/THIRD-PARTY-NOTICES.txt").match(/^\S+ \d\S* \(.*\)$/gm)).toEqual([
      expect.stringMatching(/^yaml /),
    ]);
    expect(file("dist/THIRD-PARTY-NOTICES.txt")).toContain("Copyright Eemeli Aro");
  });

  it("works as ES modules", async () => {
    const program = `import { Pragma, PragmaError } from "@pragma/sdk";
import { generateTypes } from "@pragma/sdk/codegen";
import { loadConfig } from "@pragma/sdk/node";
declare module "@pragma/sdk" {
  interface ResourceTypes { "p/t": { config: { a: string }; outputs: { b: number } } }
}
export const typed = async (client: Pragma): Promise<number> => (await client.resources.waitUntilReady("p/t/n")).outputs.b;
${PROGRAM}`;
    const folder = await project("esm", { "main.mts": program });
    expect(await compile(folder, node)).toBe("");
    expect((await run(process.execPath, ["main.mts", url], { cwd: folder })).stdout).toBe(
      "Bearer secret t true true\n",
    );
  });

  it("works as CommonJS, with one class of each error", async () => {
    const program = `import { Pragma, PragmaError } from "@pragma/sdk";
import { generateTypes } from "@pragma/sdk/codegen";
import { createPragma, loadConfig } from "@pragma/sdk/node";
declare module "@pragma/sdk" {
  interface ResourceTypes { "p/t": { config: { a: string }; outputs: { b: number } } }
}
export const typed = async (client: Pragma): Promise<number> => (await client.resources.waitUntilReady("p/t/n")).outputs.b;
export const same = createPragma({ directory: "/nowhere", env: {} }).catch((error: unknown) => error instanceof PragmaError);
void same.then((is) => console.log(is));
${PROGRAM}`;
    const folder = await project("cjs", { "main.cts": program });
    expect(await compile(folder, { ...node, noEmit: false })).toBe("");
    const { stdout } = await run(process.execPath, ["main.cjs", url], { cwd: folder });
    expect(stdout.split("\n").sort()).toEqual(["", "Bearer secret t true true", "true"]);
  });

  it("works in a page that Vite built, in a browser", async ({ skip }) => {
    const folder = await project("page", {
      "index.html": '<script type="module" src="/main.ts"></script>',
      "main.ts": `import { Pragma } from "@pragma/sdk";
const pragma = new Pragma({ apiUrl: location.origin, token: "secret" });
const { email } = await pragma.me();
await fetch("/told", { method: "POST", body: email });
`,
    });
    const lib = ["ES2022", "DOM", "DOM.Iterable", "DOM.AsyncIterable"];
    expect(await compile(folder, { module: "ESNext", moduleResolution: "bundler", lib, skipLibCheck: false })).toBe("");
    await buildPage({
      root: folder,
      logLevel: "error",
      configFile: false,
      build: { target: "es2022", modulePreload: false },
    });

    skip(!existsSync(CHROMIUM), "chromium is missing");
    const email = new Promise<string>((resolve) => {
      told = resolve;
    });
    const flags = ["--headless=new", "--no-sandbox", "--disable-gpu", `--user-data-dir=${join(scratch, "profile")}`];
    const browser: ChildProcess = spawn(CHROMIUM, [...flags, url], { stdio: "ignore" });
    try {
      expect(await email).toBe("Bearer secret");
    } finally {
      const ended = once(browser, "exit");
      browser.kill();
      await ended;
    }
  });

  it("works in an edge runtime, which has the interfaces of the web and nothing of Node", async () => {
    const folder = await project("edge", {});
    const contents = `import { Pragma, PragmaError } from "@pragma/sdk";
      globalThis.tell = async (apiUrl) => {
        const pragma = new Pragma({ apiUrl, token: "secret", maxRetries: 0 });
        const { email } = await pragma.me({ signal: AbortSignal.timeout(10_000) });
        const error = await pragma.resources.get("p/t/n").catch((reason) => reason);
        return [email, error instanceof PragmaError, typeof process, typeof Buffer].join(" ");
      };`;
    const { outputFiles } = await bundle({
      stdin: { contents, resolveDir: folder },
      bundle: true,
      format: "iife",
      target: "es2022",
      write: false,
    });
    const edge = new EdgeVM();
    edge.evaluate(outputFiles[0]?.text ?? "");
    const outcome = await edge.evaluate<Promise<string>>(`tell(${JSON.stringify(url)})`);
    expect(outcome).toBe("Bearer secret true undefined undefined");
  });

  it("is small, and smaller where less of it is used", async () => {
    const folder = await project("sizes", {});
    const sizeOf = async (contents: string) => {
      const stdin = { contents, resolveDir: folder };
      const { outputFiles } = await bundle({
        stdin,
        bundle: true,
        minify: true,
        format: "esm",
        target: "es2022",
        write: false,
        logLevel: "error",
      });
      return gzipSync(outputFiles[0]?.contents ?? "").length;
    };
    const whole = await sizeOf('export * from "@pragma/sdk";');
    expect(whole).toBeLessThan(MOST_BYTES);
    expect(await sizeOf('export { NotFoundError } from "@pragma/sdk";')).toBeLessThan(whole / 5);
    expect(await sizeOf('import "@pragma/sdk";')).toBeLessThan(50);
  });
});
