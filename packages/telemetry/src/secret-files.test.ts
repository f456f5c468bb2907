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

function secret(content: string | Buffer): string {
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

it("reads no file for a name that nobody asked for", () => {
  expect(withSecretFiles(["PASSWORD"], { SSL_CERT_FILE: "/nowhere" })).toEqual({ SSL_CERT_FILE: "/nowhere" });
});

it("takes no file that says nothing for a secret that is not wanted: without it the program may be open to all", () => {
  for (const content of ["", "\n", "\r\n\r\n"]) {
    const file = secret(content);
    expect(() => withSecretFiles(["TOKEN"], { TOKEN_FILE: file })).toThrow(`TOKEN_FILE: ${file} is empty`);
  }
});

it("refuses a file that is not text, which would become a different secret, and does not show it", () => {
  for (const content of [
    Buffer.from([0xff, 0xfe, 0x61, 0x00]),
    Buffer.from("s3cret\0s3cret"),
    Buffer.from("s3cret\u00ff", "latin1"),
  ]) {
    const file = secret(content);
    expect(() => withSecretFiles(["TOKEN"], { TOKEN_FILE: file })).toThrow(`TOKEN_FILE: ${file} must be text in UTF-8`);
  }
  expect(withSecretFiles(["TOKEN"], { TOKEN_FILE: secret("\ufeffsecret") })).toMatchObject({ TOKEN: "secret" });
});

it("reads no more than a secret can be", () => {
  const most = "x".repeat(64 * 1024);
  expect(withSecretFiles(["TOKEN"], { TOKEN_FILE: secret(most) })).toMatchObject({ TOKEN: most });
  for (const file of [secret(`${most}x`), "/dev/zero"]) {
    expect(() => withSecretFiles(["TOKEN"], { TOKEN_FILE: file })).toThrow(
      `TOKEN_FILE: ${file} is larger than 65536 bytes`,
    );
  }
});

it("names a folder", () => {
  expect(() => withSecretFiles(["TOKEN"], { TOKEN_FILE: folder })).toThrow(
    `TOKEN_FILE: ${folder} cannot be read: EISDIR`,
  );
});

it("names each file that cannot be read, and each variable that is given twice", () => {
  const gone = join(folder, "gone");
  expect(() => withSecretFiles(["PASSWORD", "TOKEN"], { PASSWORD_FILE: gone, TOKEN: "t", TOKEN_FILE: gone })).toThrow(
    `PASSWORD_FILE: ${gone} cannot be read: ENOENT: no such file or directory, open '${gone}'\nTOKEN: is set, and so is TOKEN_FILE: set one of them`,
  );
});
