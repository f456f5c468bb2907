import { describe, expect, it } from "vitest";
import { idempotencyKeyOf } from "./idempotency.ts";

describe("idempotencyKeyOf", () => {
  it("takes a key bare or quoted, as the same", () => {
    expect(idempotencyKeyOf("8e03978e-40d5-43dd-bc93-6894a57f9324")).toBe("8e03978e-40d5-43dd-bc93-6894a57f9324");
    expect(idempotencyKeyOf('"a b"')).toBe("a b");
  });

  it("takes up to 255 characters", () => {
    expect(idempotencyKeyOf("k".repeat(255))).toHaveLength(255);
    expect(idempotencyKeyOf(`"${"k".repeat(255)}"`)).toHaveLength(255);
  });

  it.each(["", '""', "  ", "k".repeat(256), "é", "a\tb"])("refuses %j", (header) => {
    expect(() => idempotencyKeyOf(header)).toThrow(/Idempotency-Key/);
  });
});
