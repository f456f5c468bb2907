import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { withSecretFiles } from "./secret-files.ts";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "secrets-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function secret(content: string): string {
  const path = join(folder, "secret");
  writeFileSync(path, content);
  return path;
}

it("takes a variable that is not set from the file that its other name points to, without the line break at the end", () => {
  const file = secret(" correct horse\r\n\n");
  expect(withSecretFiles(["PASSWORD", "TOKEN"], { PASSWORD: "", PASSWORD_FILE: file, TOKEN: "t" })).toEqual({
    PASSWORD: " correct horse",
    PASSWORD_FILE: file,
    TOKEN: "t",
  });
});

it("reads no file for a name that nobody asked for, and takes an empty one for a variable that is not set", () => {
  const file = secret("\n");
  expect(withSecretFiles(["PASSWORD"], { PASSWORD_FILE: file, SSL_CERT_FILE: "/nowhere" })).toEqual({
    PASSWORD_FILE: file,
    SSL_CERT_FILE: "/nowhere",
  });
});

it("names each file that cannot be read, and each variable that is given twice", () => {
  const gone = join(folder, "gone");
  expect(() => withSecretFiles(["PASSWORD", "TOKEN"], { PASSWORD_FILE: gone, TOKEN: "t", TOKEN_FILE: gone })).toThrow(
    `PASSWORD_FILE: ${gone} cannot be read: ENOENT: no such file or directory, open '${gone}'\nTOKEN: is set, and so is TOKEN_FILE: set one of them`,
  );
});
