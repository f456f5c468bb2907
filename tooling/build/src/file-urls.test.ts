import { describe, expect, it } from "vitest";
import { outputName, rewriteFileUrls } from "./file-urls.ts";

describe("rewriteFileUrls", () => {
  it("points a program at its bundle and names the source", () => {
    const text = 'const worker = new Worker(new URL("../threads/check.ts", import.meta.url));';
    expect(rewriteFileUrls(text, "/repo/packages/core/src/schemas/start.ts", "/repo")).toEqual({
      text: 'const worker = new Worker(new URL("./core-check.js", import.meta.url));',
      programs: ["/repo/packages/core/src/threads/check.ts"],
    });
  });

  it("leaves other URLs alone", () => {
    const text = 'new URL("./data.json", import.meta.url); new URL("https://a/b.ts"); new URL("/x.ts", base)';
    expect(rewriteFileUrls(text, "/repo/packages/core/src/a.ts", "/repo")).toEqual({ text, programs: [] });
  });
});

describe("outputName", () => {
  it("never collides with the app's own bundle", () => {
    expect(outputName("/repo/packages/runtime/src/host/main.ts", "/repo")).toBe("runtime-host");
    expect(outputName("/repo/packages/runtime/src/host/other.ts", "/repo")).toBe("runtime-other");
  });
});
