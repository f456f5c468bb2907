import { describe, expect, it } from "vitest";
import { parseCliCallback } from "./cli-callback.ts";

describe("parseCliCallback", () => {
  it.each([
    ["http://localhost:8765/auth/callback", "8765"],
    ["http://127.0.0.1:1/x?y=1", "1"],
    ["http://[::1]:65535/", "65535"],
    ["http://localhost/", "80"],
  ])("takes %s", (text, port) => {
    expect(parseCliCallback(text)?.port).toBe(port);
  });

  it.each([
    null,
    undefined,
    "",
    "localhost:8765",
    "https://localhost:8765/auth/callback",
    "http://localhost.evil.example/",
    "http://evil.example/?localhost",
    "http://user@localhost:8765/",
    "http://user:password@127.0.0.1/",
    "http://localhost:8765@evil.example/",
    "http://@localhost:8765/",
    "http://localhost:8765/#token",
    "http://0.0.0.0:8765/",
    "http://127.0.0.2:8765/",
    "http://2130706433.evil.example/",
    "javascript:alert(1)",
    "file:///etc/passwd",
    `http://localhost:8765/${"a".repeat(2000)}`,
  ])("refuses %j", (text) => {
    expect(parseCliCallback(text)).toBeNull();
  });
});
