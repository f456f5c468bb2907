import { type ExecFileException, execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");
const UNREACHABLE = /code (ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH)/;

const run = promisify(execFile);
let scratch: string;
let folder: string;

/** npm as an author has it, with nothing of the repository in reach. */
function npm(...args: string[]) {
  return run("npm", args, { cwd: folder });
}

function init(name: string) {
  return run(process.execPath, [join(ROOT, "packages/cli/dist/pragma.js"), "providers", "init", name], {
    cwd: scratch,
  });
}

beforeAll(async () => {
  scratch = mkdtempSync(join(tmpdir(), "provider-init-"));
  folder = join(scratch, "note-store");
  await init("note-store");
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test("the package has the SDK in it, without a dependency on the repository", async () => {
  const [tarball = ""] = readdirSync(join(folder, "vendor"));
  const unpacked = join(scratch, "sdk");
  mkdirSync(unpacked);
  await run("tar", ["-xzf", join(folder, "vendor", tarball), "-C", unpacked]);
  const files = readdirSync(unpacked, { recursive: true, encoding: "utf8" });

  expect(JSON.parse(readFileSync(join(unpacked, "package/package.json"), "utf8"))).toMatchObject({
    name: "@pragma/sdk",
    peerDependenciesMeta: { zod: { optional: true } },
  });
  expect(files.filter((file) => file.includes(".test."))).toEqual([join("package", "template/test/note.test.ts")]);
  for (const file of files.filter((path) => /package\/dist\/.*\.(js|d\.ts)$/.test(path))) {
    const imports = [...readFileSync(join(unpacked, file), "utf8").matchAll(/(?:from |import\()"([^"]+)"/g)];
    for (const [, target = ""] of imports) expect(target, file).toMatch(/^(\.{1,2}\/.*\.js|node:.*|zod)$/);
  }
});

test("what was created installs, passes its tests, and its archive installs without them", async ({ skip }) => {
  try {
    await npm("install", "--no-audit", "--no-fund");
  } catch (error) {
    const { stderr } = error as ExecFileException & { stderr: string };
    skip(UNREACHABLE.test(stderr), "the npm registry cannot be reached");
    throw error;
  }

  const tested = await npm("test");
  expect(tested.stdout).toMatch(/pass 9\n.*fail 0\n/s);

  await npm("run", "pack");
  const archive = join(scratch, "archive");
  mkdirSync(archive);
  await run("tar", ["-xzf", join(folder, "note-store.tgz"), "-C", archive]);
  expect(readdirSync(archive).sort()).toEqual(["package-lock.json", "package.json", "src"]);
  // The SDK's tarball is not in it: it is a dependency of development only.
  await run("npm", ["ci", "--omit=dev", "--ignore-scripts", "--no-audit"], { cwd: archive });
  expect(existsSync(join(archive, "node_modules/@pragma"))).toBe(false);
});

test("a folder that is in use is refused in one line", async () => {
  await expect(init("note-store")).rejects.toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/is not empty: .*\n$/),
  });
});
