import type { FastifyRequest } from "fastify";
import { describe, expect, it } from "vitest";
import { nextPageLink } from "./page-link.ts";

const at = (url: string) => nextPageLink({ url } as FastifyRequest, "https://api.example/pragma", "a+b/c=");

describe("nextPageLink", () => {
  it("repeats the request with another cursor, under the public address", () => {
    expect(at("/resources/?limit=2&tags=a&tags=b&cursor=old")).toBe(
      '<https://api.example/pragma/resources/?limit=2&tags=a&tags=b&cursor=a%2Bb%2Fc%3D>; rel="next"',
    );
  });

  it("keeps a question mark in the query, which is not a delimiter there", () => {
    expect(at("/resources/?q=a?b&limit=2")).toBe(
      '<https://api.example/pragma/resources/?q=a%3Fb&limit=2&cursor=a%2Bb%2Fc%3D>; rel="next"',
    );
  });

  it("cannot be led to another host", () => {
    expect(at("//evil.example/x?limit=1")).toMatch(/^<https:\/\/api\.example\/pragma\//);
  });
});
