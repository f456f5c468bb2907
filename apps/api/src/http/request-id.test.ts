import { describe, expect, it } from "vitest";
import { requestIdOf } from "./request-id.ts";

const of = (id: string | undefined) => requestIdOf({ headers: { "x-request-id": id } } as never);

describe("requestIdOf", () => {
  it("keeps up to 128 visible characters", () => {
    expect(of("trace/1;a=b")).toBe("trace/1;a=b");
    expect(of("x".repeat(128))).toBe("x".repeat(128));
  });

  it.each([undefined, "", "a b", "a\tb", "é", "x".repeat(129)])("replaces %j", (id) => {
    expect(of(id)).toMatch(/^[0-9a-f-]{36}$/);
  });
});
