import { DEFAULT_SETTINGS } from "@pragma/core/settings";
import { describe, expect, it } from "vitest";
import { ownName } from "./own-name.ts";

describe("ownName", () => {
  it.each([
    ["127.0.0.1", "http://localhost:3000", "localhost"],
    ["127.0.0.1", "http://127.0.0.1:3000", "127.0.0.1"],
    ["0.0.0.0", "https://pragma.example", "localhost"],
    ["::", "https://pragma.example", "localhost"],
    ["10.0.0.7", "https://pragma.example", "10.0.0.7"],
  ])("listening on %s as %s it is %s", (host, publicWebUrl, name) => {
    expect(ownName({ host, settings: { ...DEFAULT_SETTINGS, publicWebUrl } })).toBe(name);
  });
});
