import { describe, expect, it } from "vitest";
import { returnPath } from "./return-path.ts";

describe("returnPath", () => {
  it.each(["/", "/resources?q=a%2Fb", "/auth/callback?callback=http%3A%2F%2Flocalhost%3A8765%2Fauth%2Fcallback"])(
    "follows %s",
    (path) => {
      expect(returnPath(path)).toBe(path);
    },
  );

  it.each([
    null,
    undefined,
    "",
    "resources",
    "//evil.example",
    "/\\evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/\t/evil.example",
  ])("does not follow %j", (path) => {
    expect(returnPath(path)).toBe("/");
  });
});
