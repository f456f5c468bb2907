import { describe, expect, it } from "vitest";
import type { Endpoint } from "./endpoint.ts";
import { endpoints } from "./index.ts";
import { booleanParam, integerParam } from "./parameters.ts";

const all = Object.entries<Endpoint>(endpoints);

describe("endpoints", () => {
  it.each(all)("%s is registered under its own id", (id, endpoint) => {
    expect(endpoint.id).toBe(id);
  });

  it("has no two with the same method and path", () => {
    const routes = all.map(([, { method, path }]) => `${method} ${path}`);
    expect(new Set(routes).size).toBe(routes.length);
  });

  it.each(all)("%s describes exactly the parameters of its path", (_id, { path, params }) => {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
    expect(Object.keys(params?.shape ?? {})).toEqual(inPath);
  });

  it.each(all)("%s requires no query parameter, nor gives one a default", (_id, { query }) => {
    if (query !== undefined) expect(query.parse({})).toEqual({});
  });

  it("is open exactly as the contract says", () => {
    const open = all.filter(([, { access }]) => access === "open").map(([, { path }]) => path);
    expect(open.sort()).toEqual(
      ["/.well-known/jwks.json", "/auth/exchange", "/docs", "/health", "/health/ready", "/openapi.json"].sort(),
    );
  });
});

describe("integerParam", () => {
  it.each(["", " 1", "1.0", "0x1", "1e2", "0", "1001", "99999999999999999999"])("refuses %j", (text) => {
    expect(integerParam(1, 1000).safeParse(text).success).toBe(false);
  });

  it("reads digits", () => {
    expect(integerParam(1, 1000).parse("1000")).toBe(1000);
  });
});

describe("booleanParam", () => {
  it("reads true and false, and refuses a value that only looks like one", () => {
    expect(booleanParam.parse("true")).toBe(true);
    expect(booleanParam.parse("false")).toBe(false);
    expect(booleanParam.safeParse("True").success).toBe(false);
  });
});
