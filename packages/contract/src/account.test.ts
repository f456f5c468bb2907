import { describe, expect, it } from "vitest";
import { emailSchema, newAccountSchema, personNameSchema, setupInputSchema } from "./account.ts";

describe("emailSchema", () => {
  it("normalises an address to the form that identifies accounts", () => {
    expect(emailSchema.parse("  Ann.Smith@Example.COM ")).toBe("ann.smith@example.com");
  });

  it.each([
    "",
    "ann",
    "ann@",
    "@example.com",
    "a b@example.com",
    "a\0@example.com",
    "\u212aate@example.com",
    `${"a".repeat(250)}@example.com`,
  ])("refuses %j", (email) => {
    expect(emailSchema.safeParse(email).success).toBe(false);
  });
});

describe("personNameSchema", () => {
  it("accepts names in all scripts, but no control characters", () => {
    expect(personNameSchema.parse(" Zoë 張 ")).toBe("Zoë 張");
    for (const name of ["", "  ", "a\0b", "a\nb", "a\ud800", "x".repeat(101)]) {
      expect(personNameSchema.safeParse(name).success).toBe(false);
    }
  });
});

describe("passwords in forms", () => {
  it.each([newAccountSchema, setupInputSchema])("must differ from the email beside them, reported once", (schema) => {
    const form = { email: "ann.smith@example.com", name: "Ann", code: "x", organizationName: "Acme" };
    const issuesFor = (password: string) =>
      schema.safeParse({ ...form, password }).error?.issues.map(({ path, message }) => [path.join("."), message]);
    expect(issuesFor("ANN.smith@example.com")).toEqual([["password", "must not be the email address"]]);
    expect(issuesFor("short")).toEqual([["password", "must have at least 12 characters"]]);
    expect(issuesFor("correct horse battery")).toBeUndefined();
  });
});
