import { describe, expect, it } from "vitest";
import { deployAction, isShippedVersion, shortVersion } from "./provider-versions.ts";

describe("isShippedVersion", () => {
  it("goes by the form of the version", () => {
    expect(isShippedVersion("20261124.154814")).toBe(false);
    expect(isShippedVersion("4f0c1d9a77e2b8c0")).toBe(true);
    expect(isShippedVersion("0.1.0")).toBe(true);
    expect(isShippedVersion(null)).toBe(false);
  });
});

describe("deployAction", () => {
  it("is a rollback for a version older than the one that serves", () => {
    expect(deployAction("20261124.154814", "20261124.154815")).toBe("rollback");
    expect(deployAction("20261124.154816", "20261124.154815")).toBe("deploy");
    expect(deployAction("20261124.154815", "20261124.154815")).toBe("again");
  });

  it("is none for the first own version", () => {
    expect(deployAction("20261124.154814", null)).toBe("deploy");
    expect(deployAction("20261124.154814", "4f0c1d9a77e2b8c0")).toBe("deploy");
  });
});

describe("shortVersion", () => {
  it("cuts only hashes", () => {
    expect(shortVersion("4f0c1d9a77e2b8c04f0c1d9a77e2b8c0")).toBe("4f0c1d9a77e2");
    expect(shortVersion("20261124.154814")).toBe("20261124.154814");
  });
});
