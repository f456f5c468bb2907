import { describe, expect, it } from "vitest";
import { isResourceRef, MAX_ID_LENGTH, parseKey, readRef, resourceId, resourceKey } from "./names.ts";

const ref = { provider: "postgres", resource: "cluster/read-replica", name: "my.db" };

describe("resourceKey", () => {
  it("is parsed by parseKey, even if the type contains slashes", () => {
    expect(resourceKey(ref)).toBe("postgres/cluster/read-replica/my.db");
    expect(parseKey(resourceKey(ref))).toEqual(ref);
  });
});

describe("readRef", () => {
  it("takes a friendly id, and an object whatever else it has", () => {
    expect(readRef(resourceKey(ref))).toEqual(ref);
    expect(readRef({ ...ref, field: "outputs.url" })).toEqual(ref);
  });

  it.each([null, 1, "a", "a/B/c", ["a", "b", "c"], { provider: "a", resource: "b" }, { ...ref, name: "a/b" }])(
    "takes %j for none",
    (value) => {
      expect(readRef(value)).toBeNull();
    },
  );
});

describe("resourceId", () => {
  it("writes slashes of the type as _", () => {
    expect(resourceId(ref)).toBe("resource:postgres_cluster_read-replica_my.db");
  });

  it("may be shared by two identities, which is why ids are looked up", () => {
    const one = resourceId({ provider: "a", resource: "b_c", name: "d" });
    expect(resourceId({ provider: "a", resource: "b", name: "c_d" })).toBe(one);
  });

  it("reaches 455 characters", () => {
    const longest = { provider: "p".repeat(63), resource: "t".repeat(128), name: "n".repeat(253) };
    expect(isResourceRef(longest)).toBe(true);
    expect(resourceId(longest)).toHaveLength(455);
    expect(MAX_ID_LENGTH).toBe(455);
  });
});

describe("the grammar of names", () => {
  it.each([
    ["provider", "-a"],
    ["provider", "A"],
    ["provider", "p".repeat(64)],
    ["provider", "a_b"],
    ["resource", "a--b"],
    ["resource", "/a"],
    ["resource", "a/"],
    ["resource", "A"],
    ["resource", "t".repeat(129)],
    ["resource", ""],
    ["name", ".a"],
    ["name", "a/b"],
    ["name", "a\n"],
    ["name", "a\u0000"],
    ["name", "раypal"],
    ["name", "n".repeat(254)],
  ])("refuses %s %j", (part, text) => {
    expect(isResourceRef({ provider: "p", resource: "t", name: "n", [part]: text })).toBe(false);
  });

  it.each(["a", "a/b", "a//c", "/b/c", "a/b/", "resource:a_b_c"])("rejects %j as a friendly id", (key) => {
    expect(parseKey(key)).toBeNull();
  });
});
