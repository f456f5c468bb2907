import { expect, it } from "vitest";
import { choiceOf, connectionAfter, connectionChoices } from "./connection-choices.ts";

const KEYS = ["postgres/connection/default", "postgres/connection/main"];
const labels = (connection: string | null | undefined, isNew: boolean) =>
  connectionChoices(KEYS, { provider: "postgres", connection, isNew }).map(({ label }) => label);

it("a new resource may leave it to the default", () => {
  expect(labels(undefined, true)).toEqual(["Default", "None", "default", "main"]);
  expect(connectionAfter(choiceOf(undefined, true), "postgres")).toBeUndefined();
});

it("one that exists has a connection or none", () => {
  expect(labels(undefined, false)).toEqual(["None", "default", "main"]);
  expect(connectionAfter(choiceOf(undefined, false), "postgres")).toBeNull();
  expect(connectionAfter(choiceOf(null, true), "postgres")).toBeNull();
});

it("a connection of the provider is named, any other has its key", () => {
  expect(connectionAfter("postgres/connection/main", "postgres")).toBe("main");
  expect(connectionAfter("redis/connection/main", "postgres")).toBe("redis/connection/main");
});

it("keeps the choice of one that does not exist", () => {
  expect(labels("postgres/connection/gone", false)).toContain("postgres/connection/gone (missing)");
  expect(choiceOf("postgres/connection/gone", false)).toBe("postgres/connection/gone");
});

it("a connection that is called none is another choice than none", () => {
  expect(choiceOf("postgres/connection/none", false)).not.toBe(choiceOf(null, false));
});
