import { DomainError } from "@pragma/core/errors";
import { describe, expect, it } from "vitest";
import { trpcErrorOf } from "./domain-errors.ts";

describe("trpcErrorOf", () => {
  it("keeps the domain error as the cause", () => {
    const error = new DomainError("has_dependents", "Others depend on it");
    expect(trpcErrorOf(error)).toMatchObject({ code: "CONFLICT", message: "Others depend on it", cause: error });
  });

  it("reports a statement refused by the database because of others as busy", () => {
    const refused = Object.assign(new Error("canceling statement due to lock timeout"), { code: "55P03" });
    expect(trpcErrorOf(refused)).toMatchObject({ code: "SERVICE_UNAVAILABLE", cause: { code: "busy" } });
  });

  it("says of a database that is away that it will pass, and nothing of the inside", () => {
    const away = Object.assign(new Error("terminating connection of pragma at 10.0.0.7"), { code: "57P01" });
    const error = trpcErrorOf(away);
    expect(error).toMatchObject({ code: "SERVICE_UNAVAILABLE", cause: away });
    expect(error?.message).toBe("The database does not answer; try again in a moment");
  });

  it("leaves unexpected errors to others", () => {
    expect(trpcErrorOf(new TypeError("x is not a function"))).toBeUndefined();
    expect(trpcErrorOf(Object.assign(new Error("duplicate key"), { code: "23505" }))).toBeUndefined();
  });
});
