import { describe, expect, it } from "vitest";
import { returnPath } from "./return-path.ts";

const SITE = "https://pragma.example/somewhere";

describe("returnPath", () => {
  it.each(["/", "/resources?q=a%2Fb", "/auth/callback?callback=http%3A%2F%2Flocalhost%3A8765%2Fauth%2Fcallback"])(
    "follows %s",
    (path) => {
      expect(returnPath(path, SITE)).toBe(path);
    },
  );

  it.each([
    ["/a/../b", "/b"],
    ["/a//evil.example", "/a//evil.example"],
    ["/a b", "/a%20b"],
  ])("follows %s as %s", (path, normal) => {
    expect(returnPath(path, SITE)).toBe(normal);
  });

  it.each([
    null,
    undefined,
    "",
    "resources",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/.//evil.example",
    "/./\\evil.example",
    "/.\\/evil.example",
    "/%2e//evil.example",
    "/a/..//evil.example",
    "/a/..\\\\evil.example",
    "/\t./\n/evil.example",
    "/..//user:secret@evil.example",
    "//[",
  ])("does not follow %j", (path) => {
    expect(returnPath(path, SITE)).toBe("/");
  });
});
