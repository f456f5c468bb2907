import { describe, expect, it } from "vitest";
import { returnPath } from "./return-path.ts";

const SITE = "https://pragma.example/somewhere";

describe("returnPath", () => {
  it.each([
    "/o",
    "/o?to=%2Fresources",
    "/o/acme",
    "/o/acme/resources?q=a%2Fb",
    "/account",
    "/installation",
    "/account/email/token",
    "/invitations/token",
    "/auth/callback?callback=http%3A%2F%2Flocalhost%3A8765%2Fauth%2Fcallback",
  ])("follows %s", (path) => {
    expect(returnPath(path, SITE)).toBe(path);
  });

  it.each([
    ["/o/a/../b", "/o/b"],
    ["/o/a//evil.example", "/o/a//evil.example"],
    ["/o/a b", "/o/a%20b"],
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
    "/o/..//evil.example",
    "/o/..\\\\evil.example",
    "/\t./\n/evil.example",
    "/..//user:secret@evil.example",
    "//[",
  ])("does not leave the site for %j", (path) => {
    expect(returnPath(path, SITE)).toBe("/o");
  });

  it.each([
    "/",
    "/resources",
    "/login",
    "/setup",
    "/api/trpc/account.me",
    "/other",
    "/o/../api/auth/signout",
    "/accounts",
  ])("leads to no other page such as %s", (path) => {
    expect(returnPath(path, SITE)).toBe("/o");
  });
});
