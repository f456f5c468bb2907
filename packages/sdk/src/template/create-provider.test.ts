import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createProvider } from "./index.ts";

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), "create-provider-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("every file is written under the new name, which is the folder's if none is given", () => {
  const folder = join(scratch(), "Bucket-Store");

  const { name, files } = createProvider({ folder, sdk: { version: "1.2.3" } });

  expect(name).toBe("bucket-store");
  expect(files).toEqual(expect.arrayContaining([".gitignore", "README.md", "package.json", "src/index.ts"]));
  const text = files.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
  expect(text).toContain("bucket-store/note");
  expect(text).not.toMatch(/my-provider|"SDK"/);
  expect(JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))).toMatchObject({
    name: "bucket-store",
    pragma: { provider: "bucket-store" },
    devDependencies: { "@pragma/sdk": "^1.2.3" },
  });
});

test("a tarball of the SDK comes along", () => {
  const root = scratch();
  const tarball = join(root, "pragma-sdk-1.0.0.tgz");
  writeFileSync(tarball, "packed");

  createProvider({ folder: join(root, "new"), name: "other", sdk: { tarball } });

  expect(readFileSync(join(root, "new/vendor/pragma-sdk-1.0.0.tgz"), "utf8")).toBe("packed");
  expect(JSON.parse(readFileSync(join(root, "new/package.json"), "utf8"))).toMatchObject({
    devDependencies: { "@pragma/sdk": "file:vendor/pragma-sdk-1.0.0.tgz" },
  });
});

test.each(["Big", "-a", "a_b", "pragma", "x".repeat(64)])("the name %s is refused", (name) => {
  const folder = join(scratch(), "new");

  expect(() => createProvider({ folder, name, sdk: { version: "1.0.0" } })).toThrow(/cannot be a provider's name/);
});

test("a folder that holds something is left alone", () => {
  const folder = scratch();
  mkdirSync(join(folder, "src"));

  expect(() => createProvider({ folder, name: "a", sdk: { version: "1.0.0" } })).toThrow(/is not empty/);
});
