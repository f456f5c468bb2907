import { describe, expect, it } from "vitest";
import { newPasswordSchema, passwordProblem } from "./password.ts";

describe("passwordProblem", () => {
  it.each([
    ["short", /at least 12/],
    ["elevenchars", /at least 12/],
    // Six characters, though twelve code units.
    ["🔑🔒🔓🗝🚪🏠", /at least 12/],
    ["é".repeat(513), /1024 bytes/],
    ["a".repeat(1025), /1024 bytes/],
    ["PassWord1234", /easy to guess/],
    ["ｐａｓｓｗｏｒｄ１２３４", /easy to guess/],
    ["abcabcabcabcabc", /easy to guess/],
    ["Ann.Smith@example.com", /email/],
  ])("refuses %j", (password, problem) => {
    expect(passwordProblem(password, "ann.smith@example.com")).toMatch(problem);
  });

  it.each(["correct horse battery", "pаssphrase-äöü", "x7!kQ2#mZ9@p", "ann.smith@example.com!"])(
    "accepts %j",
    (password) => {
      expect(passwordProblem(password, "ann.smith@example.com")).toBeNull();
      expect(newPasswordSchema.safeParse(password).success).toBe(true);
    },
  );
});
